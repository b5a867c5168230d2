import type { ConversationItem } from "@qunxin/client";
import { useLocation, useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { lazy, Suspense, useEffect, useId, useRef, useState } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useConversations } from "../../app/live.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT, withTexts } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, SearchBox, Skeleton, useIsPhone } from "../../ui/index.ts";
import { useLabels } from "../labels/use-labels.ts";
import type { SearchKeys } from "../search/hit.ts";
import { ConversationRows } from "./ConversationRows.tsx";
import { FoldedBox, FoldedHead } from "./FoldedBox.tsx";
import { filterItems, type IsExternal, type ListFilter, offeredFilters } from "./list-filter.ts";
import { NewChatMenu } from "./NewChatMenu.tsx";
import { focusSearchEvent } from "./use-shortcuts.ts";

const SearchResults = lazy(
  withTexts("search", async () => ({ default: (await import("./SearchResults.tsx")).SearchResults })),
);

/** The left pane of 消息: search, filters and the conversations themselves. */
export function ConversationList({ selectedId }: { selectedId: string | undefined }) {
  const t = useT();
  const phone = useIsPhone();
  const [query, setQuery] = useState("");
  const [searchNumber, setSearchNumber] = useState(0);
  const keys = useRef<SearchKeys | null>(null);
  const found = useId();
  const [activeId, setActiveId] = useState<string>();
  const field = useSearchShortcut();
  const employee = useShell((state) => state.me?.kind === "employee");
  const endSearch = () => {
    setQuery("");
    // A new box, since the field keeps its own text while somebody types.
    setSearchNumber((number) => number + 1);
  };
  return (
    <>
      {phone && <ScreenHeader root title={t("chat.title")} actions={employee && <NewChatMenu />} />}
      <div className={clsx("flex items-center gap-2", phone ? "px-4 pb-2" : "px-3 pt-3 pb-1")}>
        <SearchBox
          key={searchNumber}
          ref={field}
          onSearch={setQuery}
          debounceMs={120}
          placeholder={phone ? t("chat.list.search") : `${t("chat.list.search")}  ${searchShortcut}`}
          label={t("chat.list.searchLabel")}
          results={{ id: found, activeId }}
          onKeyDown={(event) => {
            if (event.key === "Escape" && !query) event.currentTarget.blur();
            keys.current?.onKeyDown(event);
          }}
          className="flex-1"
        />
        {!phone && employee && <NewChatMenu />}
      </div>
      {query ? (
        <Suspense fallback={<Skeleton look="list" rows={4} />}>
          <SearchResults id={found} query={query} keys={keys} onActive={setActiveId} onDone={endSearch} />
        </Suspense>
      ) : (
        <FilteredRows selectedId={selectedId} employee={employee} />
      )}
    </>
  );
}

const searchShortcut = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl+K";

function useSearchShortcut() {
  const field = useRef<HTMLInputElement>(null);
  // The search screen has a field of its own.
  const elsewhere = useLocation({ select: ({ pathname }) => pathname === "/chats/search" });
  useEffect(() => {
    if (elsewhere) return;
    const focus = () => field.current?.focus();
    window.addEventListener(focusSearchEvent, focus);
    return () => window.removeEventListener(focusSearchEvent, focus);
  }, [elsewhere]);
  return field;
}

function FilteredRows({ selectedId, employee }: { selectedId: string | undefined; employee: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const { ready, error, items } = useConversations();
  const connected = useShell((state) => state.connection === "online");
  const [filter, setFilter] = useState<ListFilter>("all");
  const [inBox, setInBox] = useState(false);
  const offered = useOffered(items);
  const chosen = offered.some(({ value }) => value === filter) ? filter : "all";
  const folded = items.filter((item) => item.folded);
  const boxOpen = inBox && folded.length > 0;
  const shown = boxOpen ? folded : filterItems(items, chosen, isExternal);
  const open = ({ id }: ConversationItem) =>
    void navigate({ to: "/chats/$conversationId", params: { conversationId: id } });
  const onHidden = ({ id }: ConversationItem) => {
    if (id === selectedId) void navigate({ to: "/chats" });
  };
  if (!ready && items.length === 0) {
    return error || !connected ? <ListFailed error={error} /> : <Skeleton look="list" rows={9} />;
  }
  if (items.length === 0) {
    return (
      <EmptyState
        title={t("chat.list.empty")}
        hint={t(employee ? "chat.list.emptyHint" : "chat.list.emptyHintExternal")}
        action={
          employee && (
            <Button tone="primary" onClick={() => void navigate({ to: "/contacts" })}>
              {t("shell.nav.contacts")}
            </Button>
          )
        }
      />
    );
  }
  return (
    <>
      {boxOpen ? (
        <FoldedHead onBack={() => setInBox(false)} />
      ) : (
        <FilterPills offered={offered} chosen={chosen} onChoose={setFilter} />
      )}
      {chosen === "customer" && !boxOpen && (
        <p className="mx-3 mb-1.5 rounded-control bg-ok-soft px-2.5 py-1.5 text-mini text-ok">
          {t("chat.list.externalNote")}
        </p>
      )}
      {chosen === "all" && !boxOpen && folded.length > 0 && <FoldedBox items={folded} onOpen={() => setInBox(true)} />}
      {shown.length > 0 || (chosen === "all" && folded.length > 0) ? (
        <ConversationRows items={shown} selectedId={selectedId} onOpen={open} onHidden={onHidden} />
      ) : (
        <EmptyState
          title={t("chat.list.filterEmpty")}
          action={<Button onClick={() => setFilter("all")}>{t("chat.list.showAll")}</Button>}
        />
      )}
    </>
  );
}

/** Asks again by itself with every new connection; the button is for those who do not want to wait. */
function ListFailed({ error }: { error: unknown }) {
  const t = useT();
  const retry = () => {
    client.wake();
    // A failure is told by the store.
    void client.conversations.refresh().catch(() => undefined);
  };
  return <ErrorState title={t("chat.list.failed")} message={failureText(error)} onRetry={retry} />;
}

const isExternal: IsExternal = (peerId) => peerId !== null && client.people.get(peerId)?.kind === "external";

interface Offered {
  value: ListFilter;
  label: string;
}

/** Filters by kind, then one's own labels as far as they are given to something. */
function useOffered(items: readonly ConversationItem[]): Offered[] {
  const t = useT();
  const labels = useLabels();
  const used = new Set(items.flatMap((item) => item.labels));
  return [
    ...offeredFilters(items, isExternal).map((value) => ({ value, label: t(`chat.filter.${value}`) })),
    ...labels.filter(({ id }) => used.has(id)).map(({ id, name }) => ({ value: `label:${id}` as const, label: name })),
  ];
}

interface FilterPillsProps {
  offered: readonly Offered[];
  chosen: ListFilter;
  onChoose: (filter: ListFilter) => void;
}

function FilterPills({ offered, chosen, onChoose }: FilterPillsProps) {
  const t = useT();
  return (
    <fieldset
      aria-label={t("chat.list.filters")}
      className="flex w-0 min-w-full shrink-0 gap-0.5 overflow-x-auto px-3 pt-1 pb-2 [scrollbar-width:none] max-md:gap-1 max-md:px-4"
    >
      {offered.map(({ value: filter, label }) => (
        <button
          key={filter}
          type="button"
          aria-pressed={filter === chosen}
          onClick={() => onChoose(filter)}
          className={clsx(
            "h-6 shrink-0 rounded-full px-2 text-meta whitespace-nowrap transition-colors max-md:h-8 max-md:px-3",
            filter === chosen ? "bg-brand text-white" : "text-ink-2 hover:bg-hover",
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
