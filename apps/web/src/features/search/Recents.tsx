import { History } from "lucide-react";
import { useState } from "react";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState } from "../../ui/index.ts";
import { forgetSearches, recentSearches } from "./recent-searches.ts";

/** What one looked for on this device, to look for it again. */
export function Recents({ onChoose }: { onChoose: (words: string) => void }) {
  const t = useT();
  const me = useShell((state) => state.me?.id);
  const [recent, setRecent] = useState(() => recentSearches(me));
  if (recent.length === 0) return <EmptyState title={t("search.start")} hint={t("search.startHint")} />;
  return (
    <section aria-label={t("search.recent")} className="flex flex-col px-4 py-3">
      <div className="flex items-center justify-between">
        <h2 className="text-meta text-ink-2">{t("search.recent")}</h2>
        <Button
          tone="link"
          size="sm"
          onClick={() => {
            forgetSearches();
            setRecent([]);
          }}
        >
          {t("search.recent.clear")}
        </Button>
      </div>
      <ul>
        {recent.map((words) => (
          <li key={words}>
            <button
              type="button"
              onClick={() => onChoose(words)}
              className="flex min-h-9 w-full items-center gap-2.5 rounded-control px-1 text-left text-body hover:bg-hover max-md:min-h-12"
            >
              <History size={15} aria-hidden className="shrink-0 text-ink-3" />
              <span className="truncate">{words}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
