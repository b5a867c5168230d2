import type { MessageState, PrincipalId } from "@qunxin/protocol";
import { ListOrdered } from "lucide-react";
import { useState } from "react";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { Button, Field, Input, isImeKey } from "../../../ui/index.ts";
import { useShownName } from "../use-names.ts";
import type { ContentProps } from "./ContentBody.tsx";
import type { MessagePlace } from "./file-source.ts";
import { joinChain } from "./list-acts.ts";

type ChainLine = NonNullable<MessageState["chain"]>[number];

/** So many lines are shown at first. */
const shownAtFirst = 8;
const lineChars = 200;

/** 接龙: a title, and a line of each who joined. */
export function ChainContent({ content: { title, example }, message: { place, state } }: ContentProps<"chain">) {
  const t = useT();
  const me = useShell((shell) => shell.me?.id);
  const lines = state?.chain ?? [];
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, shownAtFirst);
  return (
    <section aria-label={t("kinds.tools.chain")} className="w-75 max-w-full">
      <p className="flex items-start gap-2 text-body font-medium">
        <ListOrdered size={17} aria-hidden className="mt-0.5 shrink-0 text-brand-ink" />
        {title}
      </p>
      <p className="pt-1 text-mini text-ink-3">
        {[example && t("kinds.chain.format", { example }), t("kinds.chain.count", { count: lines.length })]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <ol className="flex flex-col gap-1 pt-2">
        {shown.map((line, index) => (
          <Line key={line.by} line={line} place={index + 1} />
        ))}
      </ol>
      {lines.length > shownAtFirst && (
        <Button size="sm" tone="link" onClick={() => setAll(!all)}>
          {all ? t("kinds.chain.fewer") : t("kinds.chain.all", { count: lines.length })}
        </Button>
      )}
      {place && <MyLine key={place.seq} place={place} mine={lines.find(({ by }) => by === me)?.text ?? null} />}
    </section>
  );
}

function Line({ line: { by, text }, place }: { line: ChainLine; place: number }) {
  const name = useShownName(by as PrincipalId);
  return (
    <li className="flex gap-2 text-body">
      <span className="w-5 shrink-0 text-right text-ink-3 tabular-nums">{place}.</span>
      <span className="min-w-0 flex-1">
        <span className="text-ink-2">{name}</span> {text}
      </span>
    </li>
  );
}

function MyLine({ place, mine }: { place: MessagePlace; mine: string | null }) {
  const t = useT();
  const me = useShell((shell) => shell.me?.name ?? "");
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (line: string | null) => {
    setBusy(true);
    if (await joinChain(place, line)) setText(null);
    setBusy(false);
  };
  if (text === null) {
    return (
      <span className="flex gap-2 pt-2">
        <Button size="sm" tone={mine === null ? "primary" : "default"} onClick={() => setText(mine ?? me)}>
          {t(mine === null ? "kinds.chain.join" : "kinds.chain.change")}
        </Button>
        {mine !== null && (
          <Button size="sm" tone="ghost" loading={busy} onClick={() => void submit(null)}>
            {t("kinds.chain.leave")}
          </Button>
        )}
      </span>
    );
  }
  return (
    <span className="flex flex-col gap-2 pt-2">
      <Field label={t("kinds.chain.line")} hideLabel>
        <Input
          autoFocus
          value={text}
          maxLength={lineChars}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || isImeKey(event.nativeEvent)) return;
            event.preventDefault();
            if (text.trim()) void submit(text.trim());
          }}
        />
      </Field>
      <span className="flex gap-2">
        <Button
          size="sm"
          tone="primary"
          loading={busy}
          disabled={!text.trim()}
          onClick={() => void submit(text.trim())}
        >
          {t("kinds.chain.save")}
        </Button>
        <Button size="sm" onClick={() => setText(null)}>
          {t("common.cancel")}
        </Button>
      </span>
    </span>
  );
}
