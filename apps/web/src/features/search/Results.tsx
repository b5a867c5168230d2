import type { RefObject } from "react";
import { failureText } from "../../app/failure-text.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, Skeleton, Spinner } from "../../ui/index.ts";
import { HitList } from "./HitList.tsx";
import type { Hit, SearchKeys } from "./hit.ts";

export interface ResultsProps {
  /** Id of the listbox. */
  id: string;
  hits: readonly Hit[];
  /** What was looked for, as a key of this list. */
  query: string;
  keys: RefObject<SearchKeys | null>;
  onActive: (optionId: string | undefined) => void;
  titles?: boolean;
  searching: boolean;
  error: Error | null;
  retry: () => void;
  more?: boolean;
  onEnd?: () => void;
  /** Takes the filters away, where some are on. */
  onClear?: (() => void) | undefined;
}

/** What was found, or why nothing is shown; screen readers hear how much it is. */
export function Results(props: ResultsProps) {
  const { hits, searching, error, more = false } = props;
  const t = useT();
  const count = t(more ? "search.foundMore" : "search.found", { count: hits.length });
  return (
    <div className="flex min-h-0 flex-1 flex-col" aria-busy={searching}>
      <p role="status" className="sr-only">
        {searching || error ? "" : hits.length === 0 ? t("search.nothing") : count}
      </p>
      <div className="min-h-0 flex-1">
        {hits.length === 0 ? (
          <NoHits {...props} />
        ) : (
          <HitList {...props} label={count} tail={<Tail error={error} more={more} retry={props.retry} />} />
        )}
      </div>
    </div>
  );
}

function NoHits({ searching, error, retry, onClear }: ResultsProps) {
  const t = useT();
  const offline = useShell((state) => state.connection !== "online");
  if (error) {
    return (
      <ErrorState
        title={t("search.failed")}
        message={offline ? t("search.offline") : failureText(error)}
        onRetry={retry}
      />
    );
  }
  if (searching) return <Skeleton look="list" rows={5} />;
  return (
    <EmptyState
      title={t("search.nothing")}
      hint={t(onClear ? "search.nothingFiltered" : "search.nothingHint")}
      action={onClear && <Button onClick={onClear}>{t("search.filter.clear")}</Button>}
    />
  );
}

/** Below the last row: more is coming, or could not come. */
function Tail({ error, more, retry }: { error: Error | null; more: boolean; retry: () => void }) {
  const t = useT();
  if (error) {
    return (
      <p className="flex items-center justify-center gap-2 p-3 text-meta text-ink-2">
        {failureText(error)}
        <Button size="sm" onClick={retry}>
          {t("common.retry")}
        </Button>
      </p>
    );
  }
  if (!more) return null;
  return (
    <p className="flex justify-center p-3">
      <Spinner size={16} />
    </p>
  );
}
