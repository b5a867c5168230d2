import type { DemoState } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ArrowRight, FileSpreadsheet, type LucideIcon, UsersRound } from "lucide-react";
import { callKey, useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorState, ProgressBar, Skeleton, toast } from "../../ui/index.ts";
import { BrandCard, Notice } from "../login/BrandCard.tsx";
import { DemoPeople } from "./DemoPeople.tsx";
import { endMidway } from "./midway.ts";
import { Steps } from "./Steps.tsx";

const pollMs = 700;

/** Step 2: people from a file, from the demo company, or later. */
export function FirstPeople() {
  const t = useT();
  const demo = useCall(
    "company.demo",
    {},
    { staleTime: 0, refetchInterval: ({ state }) => (state.data?.state === "loading" ? pollMs : false) },
  );
  return (
    <BrandCard wide title={t("setup.people.title")} hint={t("setup.people.hint")}>
      <Steps current={1} />
      {demo.isPending && <Skeleton rows={4} />}
      {demo.isError && !demo.data && (
        <ErrorState message={failureText(demo.error)} onRetry={() => void demo.refetch()} />
      )}
      {demo.data && <Choice demo={demo.data} />}
    </BrandCard>
  );
}

function Choice({ demo }: { demo: DemoState }) {
  const load = useLoadDemo();
  if (demo.state === "loading") return <Loading demo={demo} />;
  if (demo.state === "loaded") return <DemoPeople people={demo.people} />;
  return <Ways failed={demo.state === "failed"} starting={load.isPending} onDemo={() => load.mutate({})} />;
}

function useLoadDemo() {
  const queries = useQueryClient();
  const load = useAct("company.loadDemo");
  return {
    isPending: load.isPending,
    mutate: (input: Record<string, never>) =>
      load.mutate(input, {
        onSuccess: (state) => queries.setQueryData(callKey("company.demo", {}), state),
        onError: (error) => toast.error(failureText(error)),
      }),
  };
}

function Ways({ failed, starting, onDemo }: { failed: boolean; starting: boolean; onDemo: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const go = (to: "/admin/imports" | "/chats") => {
    endMidway();
    void navigate({ to, replace: true });
  };
  return (
    <>
      {failed && <Notice tone="bad">{t("setup.demo.failed")}</Notice>}
      <div className="grid gap-3 md:grid-cols-2">
        <Way
          Icon={FileSpreadsheet}
          title={t("setup.people.file")}
          hint={t("setup.people.file.hint")}
          onSelect={() => go("/admin/imports")}
        />
        <Way
          Icon={UsersRound}
          title={t("setup.people.demo")}
          hint={t("setup.people.demo.hint")}
          disabled={starting}
          onSelect={onDemo}
        />
      </div>
      <Button tone="link" className="h-auto self-center py-2 whitespace-normal" onClick={() => go("/chats")}>
        {t("setup.people.skip")}
      </Button>
    </>
  );
}

interface WayProps {
  Icon: LucideIcon;
  title: string;
  hint: string;
  disabled?: boolean;
  onSelect: () => void;
}

function Way({ Icon, title, hint, disabled = false, onSelect }: WayProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onSelect}
      className="group flex items-start gap-3 rounded-card border border-line-strong bg-pane p-4 text-left transition-colors hover:border-brand hover:bg-brand-soft disabled:opacity-50"
    >
      <span
        aria-hidden
        className="flex size-10 shrink-0 items-center justify-center rounded-card bg-brand-soft text-brand-ink"
      >
        <Icon size={20} strokeWidth={1.8} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block text-body font-medium">{title}</span>
        <span className="mt-0.5 block text-meta text-ink-2">{hint}</span>
      </span>
      <ArrowRight size={16} aria-hidden className="mt-3 shrink-0 text-ink-3 group-hover:text-brand-ink" />
    </button>
  );
}

function Loading({ demo }: { demo: DemoState }) {
  const t = useT();
  const { done, total } = demo.progress;
  return (
    <div className="flex flex-col gap-2 py-6">
      <ProgressBar value={total === 0 ? undefined : done / total} label={t("setup.demo.loading")} />
      <p className="text-body" role="status">
        {t("setup.demo.loading")}
      </p>
      <p className="text-meta text-ink-3">{t("setup.demo.wait")}</p>
    </div>
  );
}
