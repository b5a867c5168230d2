import clsx from "clsx";
import { type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { useT } from "../../i18n/index.ts";
import { KindTag } from "../../ui/index.ts";
import type { Hit, HitPart, SearchKeys } from "./hit.ts";

export interface HitListProps {
  /** Id of the listbox, which the search field names as its own. */
  id: string;
  label: string;
  hits: readonly Hit[];
  /** Something else is looked for: the choice begins anew. */
  query: string;
  keys: RefObject<SearchKeys | null>;
  /** Without titles where all rows are of one part. */
  titles?: boolean;
  /** Tells the field which row stands for its choice. */
  onActive: (optionId: string | undefined) => void;
  /** The end comes into view. */
  onEnd?: () => void;
  /** Below the last row. */
  tail?: ReactNode;
}

const loadWithinPx = 600;

/** Virtual listbox of what was found; the search field keeps the focus and hands its keys over. */
export function HitList({ id, label, hits, query, keys, titles = false, onActive, onEnd, tail }: HitListProps) {
  const list = useRef<VListHandle>(null);
  const [active, setActive] = useState(0);
  const chosen = hits[active];
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query starts at its first hit.
  useEffect(() => setActive(0), [query]);
  useEffect(() => {
    onActive(chosen && optionId(id, chosen));
    return () => onActive(undefined);
  }, [onActive, id, chosen]);
  const move = (index: number) => {
    setActive(index);
    list.current?.scrollToIndex(index, { align: "nearest" });
  };
  useImperativeHandle(keys, () => ({
    onKeyDown(event) {
      if (event.key === "Enter" && chosen) chosen.open();
      const next = targetOf(event.key, event.shiftKey, hits, active);
      if (next === null) return;
      event.preventDefault();
      move(next);
    },
  }));
  const loadNear = () => {
    const view = list.current;
    if (view && view.scrollOffset + view.viewportSize > view.scrollSize - loadWithinPx) onEnd?.();
  };
  return (
    <VList
      ref={list}
      id={id}
      role="listbox"
      aria-label={label}
      className="px-2 pb-2 max-md:px-0"
      style={{ height: "100%" }}
      onScroll={loadNear}
    >
      {hits.map((hit, index) => (
        <div key={`${hit.part} ${hit.id}`}>
          {titles && hit.part !== hits[index - 1]?.part && <PartTitle part={hit.part} />}
          <HitRow hit={hit} id={optionId(id, hit)} active={index === active} />
        </div>
      ))}
      {tail}
    </VList>
  );
}

function PartTitle({ part }: { part: HitPart }) {
  const t = useT();
  return (
    <p aria-hidden className="px-2.5 pt-3 pb-1 text-mini text-ink-3 max-md:px-4">
      {t(`search.part.${part}`)}
    </p>
  );
}

function HitRow({ hit, id, active }: { hit: Hit; id: string; active: boolean }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys.
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field.
    <div
      role="option"
      id={id}
      aria-selected={active}
      onClick={hit.open}
      className={clsx(
        "flex min-h-14 cursor-pointer items-center gap-3 rounded-card px-2.5 py-1.5 max-md:min-h-16 max-md:rounded-none max-md:px-4",
        active ? "bg-selected max-md:bg-transparent" : "hover:bg-hover",
      )}
    >
      {hit.avatar}
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate text-body">{hit.name}</span>
          {hit.external && <KindTag kind="external" />}
          {hit.end && <span className="ml-auto shrink-0 pl-2 text-mini text-ink-3 tabular-nums">{hit.end}</span>}
        </p>
        {hit.note && <p className="line-clamp-2 text-meta wrap-anywhere text-ink-2">{hit.note}</p>}
      </div>
    </div>
  );
}

function optionId(listId: string, { part, id }: Hit): string {
  return `${listId}-${part}-${id}`;
}

/** ↑ and ↓ go round, Tab leads to the next part as long as there is one. */
function targetOf(key: string, back: boolean, hits: readonly Hit[], at: number): number | null {
  if (hits.length === 0) return null;
  if (key === "ArrowDown") return (at + 1) % hits.length;
  if (key === "ArrowUp") return (at - 1 + hits.length) % hits.length;
  if (key !== "Tab") return null;
  const part = hits[at]?.part;
  const starts = hits.flatMap((hit, index) => (hit.part !== hits[index - 1]?.part ? [index] : []));
  const here = starts.findIndex((index) => hits[index]?.part === part);
  return starts[here + (back ? -1 : 1)] ?? null;
}
