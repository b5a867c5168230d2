import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import type { RefObject } from "react";
import { useT } from "../../i18n/index.ts";
import { IconSquare } from "../people/PersonLine.tsx";
import type { Hit, SearchKeys } from "../search/hit.ts";
import { Results } from "../search/Results.tsx";
import { messageSearch, type SearchPlace } from "../search/search-place.ts";
import { useMessageSearch } from "../search/use-message-search.ts";
import { useNameHits } from "../search/use-name-hits.tsx";
import { useOpenHit } from "../search/use-open-hit.ts";
import { grouped } from "../search/use-screen-hits.tsx";

export interface SearchResultsProps {
  /** Id of the listbox. */
  id: string;
  query: string;
  keys: RefObject<SearchKeys | null>;
  onActive: (optionId: string | undefined) => void;
  /** Something was chosen: the search is over. */
  onDone: () => void;
}

/** What a few letters find, in the list's place: names first, then messages by conversation, and the way to all of it. */
export function SearchResults({ id, query, keys, onActive, onDone }: SearchResultsProps) {
  const t = useT();
  const navigate = useNavigate();
  const open = useOpenHit(query, onDone);
  const names = useNameHits(query, open);
  const messages = useMessageSearch(messageSearch({ q: query }));
  const lead = (search: SearchPlace) => {
    void navigate({ to: "/chats/search", search });
    onDone();
  };
  const all: Hit = {
    id: "all",
    part: "messages",
    avatar: <IconSquare size={36} icon={<Search size={17} />} />,
    name: t("search.everything", { words: query }),
    note: null,
    open: () => lead({ q: query }),
  };
  const hits = [
    ...names.hits,
    ...grouped(messages, open, (inside) => lead({ q: query, tab: "messages", in: inside })),
    all,
  ];
  return (
    <Results
      id={id}
      titles
      hits={hits}
      query={query}
      keys={keys}
      onActive={onActive}
      searching={names.searching}
      error={messages.error ?? names.error}
      retry={messages.retry}
    />
  );
}
