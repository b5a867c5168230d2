import clsx from "clsx";
import { failureText } from "../../app/contract-form.tsx";
import { formatNumber, useT } from "../../i18n/index.ts";
import { headCountNotes, membersAfter, overLimit } from "./head-count.ts";
import type { HeadCount } from "./use-head-count.ts";

/** 已选 12 人 · 13/2000, what was merged, and whether it fits; spoken when it changes. */
export function HeadCountLine({ headCount, compact = false }: { headCount: HeadCount; compact?: boolean }) {
  const t = useT();
  const { answer, counting, error } = headCount;
  const over = answer ? overLimit(answer) : 0;
  const notes = answer ? headCountNotes(answer).map(({ key, values }) => t(key, values)) : [];
  return (
    <div
      role="status"
      aria-busy={counting}
      className={clsx(
        "flex shrink-0 flex-col",
        compact ? "px-1" : "min-h-14 justify-center border-b border-line px-4 py-2",
      )}
    >
      <p className="flex items-baseline justify-between gap-2">
        <span className="text-body font-medium">{t("directory.pick.count", { count: answer?.count ?? 0 })}</span>
        {answer && answer.limit !== null && (
          <span className={clsx("text-meta tabular-nums", over > 0 ? "font-medium text-bad" : "text-ink-3")}>
            {t("directory.pick.ofLimit", { count: membersAfter(answer), limit: formatNumber(answer.limit) })}
          </span>
        )}
      </p>
      {error && <p className="text-meta text-bad">{failureText(error)}</p>}
      {over > 0 && <p className="text-meta text-bad">{t("directory.pick.over", { count: over })}</p>}
      {notes.length > 0 && <p className="text-meta text-ink-3">{notes.join(" · ")}</p>}
    </div>
  );
}
