import type { ImportStatus } from "@qunxin/protocol";
import { Link, useParams } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { errorText, useT } from "../../../i18n/index.ts";
import { ErrorState, ProgressBar, Skeleton } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";
import { Page } from "../Page.tsx";
import { CancelImport } from "./CancelImport.tsx";
import { FaultList } from "./FaultList.tsx";
import { ReadyImport } from "./ReadyImport.tsx";
import { StateTag } from "./StateTag.tsx";

const pollMs = 600;
const moving: readonly ImportStatus["state"][] = ["waiting", "checking", "applying"];

/** One import from its check to its end; follows the server while that works. */
export function ImportScreen() {
  const t = useT();
  const { importId } = useParams({ from: "/signed-in/admin/imports/$importId" });
  const status = useCall(
    "directory.import",
    { importId },
    {
      staleTime: 0,
      refetchInterval: ({ state }) => (state.data && moving.includes(state.data.state) ? pollMs : false),
    },
  );
  if (status.isPending) return <Skeleton rows={6} className="p-5" />;
  if (!status.data) return <ErrorState message={failureText(status.error)} onRetry={() => void status.refetch()} />;
  const item = status.data;
  return (
    <Page title={item.fileName} hint={<Facts item={item} />} actions={<AnotherFile />}>
      <Stage item={item} />
      {status.isError && <Notice tone="warn">{t("admin.import.lost")}</Notice>}
    </Page>
  );
}

function Facts({ item }: { item: ImportStatus }) {
  const t = useT();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <StateTag state={item.state} />
      {item.rows > 0 && <span>{t("admin.import.rows", { count: item.rows })}</span>}
      {item.encoding && <span>{t(`admin.import.encoding.${item.encoding}`)}</span>}
    </span>
  );
}

function Stage({ item }: { item: ImportStatus }) {
  const t = useT();
  switch (item.state) {
    case "waiting":
    case "checking":
      return (
        <Working item={item} label={t("admin.import.checking")} hint={t("admin.import.checking.hint")}>
          <CancelImport importId={item.id} />
        </Working>
      );
    case "faulty":
      return <FaultList item={item} />;
    case "ready":
      return <ReadyImport item={item} />;
    case "applying":
      return <Working item={item} label={t("admin.import.applying")} hint={t("admin.import.applying.hint")} />;
    case "applied":
      return <Applied item={item} />;
    case "failed":
      return <Notice tone="bad">{failedText(item)}</Notice>;
    case "cancelled":
      return <Notice tone="info">{t("admin.import.cancelled")}</Notice>;
    default:
      return item.state satisfies never;
  }
}

function failedText({ failure }: ImportStatus): string {
  return failure ? errorText(failure.code, failure.params) : errorText("server/unexpected");
}

function Working(props: { item: ImportStatus; label: string; hint: string; children?: ReactNode }) {
  const t = useT();
  const { done, total } = props.item.progress;
  return (
    <section className="flex flex-col gap-3 rounded-card border border-line bg-pane p-5">
      <p className="text-body font-medium" role="status">
        {props.label}
      </p>
      <ProgressBar value={total === 0 ? undefined : done / total} label={props.label} />
      <p className="text-meta text-ink-2">
        {total > 0 && `${t("admin.import.progress", { done, total })} · `}
        {props.hint}
      </p>
      {props.children}
    </section>
  );
}

function Applied({ item }: { item: ImportStatus }) {
  const t = useT();
  const { create, change, move, leave } = item.counts;
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line bg-pane p-5">
      <p className="flex items-center gap-2 text-title font-semibold" role="status">
        <CircleCheck size={22} aria-hidden className="text-ok" />
        {t("admin.import.done")}
      </p>
      <p className="text-body text-ink-2">{t("admin.import.done.counts", { create, change, move, leave })}</p>
      <div className="flex flex-wrap gap-2">
        <Link to="/admin/directory" className={solidLink}>
          {t("admin.import.done.look")}
        </Link>
        <a href="/api/directory/initial-passwords.csv" download className={plainLink}>
          {t("admin.import.done.passwords")}
        </a>
      </div>
      <p className="text-meta text-ink-3">{t("admin.import.done.passwords.hint")}</p>
    </section>
  );
}

function AnotherFile() {
  const t = useT();
  return (
    <Link to="/admin/imports" className={plainLink}>
      {t("admin.import.another")}
    </Link>
  );
}

const linkBox = "inline-flex h-control items-center rounded-control px-3.5 text-body font-medium";
const solidLink = `${linkBox} bg-brand text-white hover:bg-brand-hover`;
const plainLink = `${linkBox} border border-line-strong bg-pane text-ink-1 hover:bg-hover`;
