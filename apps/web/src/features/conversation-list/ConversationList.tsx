import type { ConversationItem } from "@qunxin/client";
import { useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { useEffect, useRef, useState } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useConversations } from "../../app/live.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, SearchBox, Skeleton, useIsPhone } from "../../ui/index.ts";
import { ConversationRows } from "./ConversationRows.tsx";
import { filterItems, type ListFilter, offeredFilters } from "./list-filter.ts";
import { NewChatMenu } from "./NewChatMenu.tsx";
import { type SearchKeys, SearchResults } from "./SearchResults.tsx";
import { focusSearchEvent } from "./use-shortcuts.ts";

/** The left pane of 消息: search, filters and the conversations themselves. */
export function ConversationList({ selectedId }: { selectedId: string | undefined }) {
  const t = useT();
  const phone = useIsPhone();
  const [query, setQuery] = useState("");
  const [searchNumber, setSearchNumber] = useState(0);
  const keys = useRef<SearchKeys | null>(null);
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
          onKeyDown={(event) => {
            if (event.key === "Escape" && !query) event.currentTarget.blur();
            keys.current?.onKeyDown(event);
          }}
          className="flex-1"
        />
        {!phone && employee && <NewChatMenu />}
      </div>
      {query ? (
        <SearchResults query={query} keys={keys} onDone={endSearch} />
      ) : (
        <FilteredRows selectedId={selectedId} employee={employee} />
      )}
    </>
  );
}

const searchShortcut = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl+K";

function useSearchShortcut() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = () => field.current?.focus();
    window.addEventListener(focusSearchEvent, focus);
    return () => window.removeEventListener(focusSearchEvent, focus);
  }, []);
  return field;
}

function FilteredRows({ selectedId, employee }: { selectedId: string | undefined; employee: boolean }) {
  const t = useT();
  const navigate = useNavigate();
  const { ready, error, items } = useConversations();
  const connected = useShell((state) => state.connection === "online");
  const [filter, setFilter] = useState<ListFilter>("all");
  const offered = offeredFilters(items);
  const chosen = offered.includes(filter) ? filter : "all";
  const shown = filterItems(items, chosen);
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
      <FilterPills offered={offered} chosen={chosen} onChoose={setFilter} />
      {shown.length > 0 ? (
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

interface FilterPillsProps {
  offered: readonly ListFilter[];
  chosen: ListFilter;
  onChoose: (filter: ListFilter) => void;
}

function FilterPills({ offered, chosen, onChoose }: FilterPillsProps) {
  const t = useT();
  return (
    <fieldset
      aria-label={t("chat.list.filters")}
      className="flex shrink-0 gap-0.5 overflow-x-auto px-3 pt-1 pb-2 [scrollbar-width:none] max-md:gap-1 max-md:px-4"
    >
      {offered.map((filter) => (
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
          {t(`chat.filter.${filter}`)}
        </button>
      ))}
    </fieldset>
  );
}
