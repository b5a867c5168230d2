import type { SearchHit } from "@qunxin/protocol";
import type { Hit } from "./hit.ts";
import { fileHit, groupedHit, messageHit } from "./message-hits.tsx";
import type { ResultsProps } from "./Results.tsx";
import { changePlace, messageSearch, type SearchPlace } from "./search-place.ts";
import { type MessageSearch, useMessageSearch } from "./use-message-search.ts";
import { useNameHits } from "./use-name-hits.tsx";
import { type OpenHit, useOpenHit } from "./use-open-hit.ts";

export interface ScreenHits extends Pick<ResultsProps, "hits" | "searching" | "error" | "retry" | "more" | "onEnd"> {
  groups: MessageSearch["groups"];
}

const shownNames = 5;
const shownConversations = 6;
const shownFiles = 3;

/** What is found in a place: names, messages and files, or those of its tab. */
export function useScreenHits(place: SearchPlace, onPlace: (place: SearchPlace) => void): ScreenHits {
  const { q = "", tab = "all" } = place;
  const open = useOpenHit(q);
  const named = tab === "messages" || tab === "files" ? "" : q;
  const names = useNameHits(named, open);
  const messages = useMessageSearch(tab === "people" || tab === "groups" ? null : messageSearch(withoutFilters(place)));
  const files = useMessageSearch(tab === "all" && q !== "" ? messageSearch({ q, tab: "files" }) : null);
  const found = { groups: null, more: false, retry: messages.retry };
  if (tab === "people" || tab === "groups") {
    return { ...found, ...names, hits: names.hits.filter(({ part }) => part === tab) };
  }
  if (tab === "all") {
    const narrow = (id: NonNullable<SearchPlace["in"]>) => onPlace(changePlace(place, { tab: "messages", in: id }));
    const hits = [
      ...firstOf(names.hits, "groups"),
      ...firstOf(names.hits, "people"),
      ...grouped(messages, open, narrow),
      ...files.hits.slice(0, shownFiles).map((hit) => fileHit(hit, q, false, () => openHit(open, hit))),
    ];
    return { ...found, hits, searching: names.searching || messages.searching, error: messages.error ?? names.error };
  }
  const look = (hit: SearchHit) =>
    tab === "files"
      ? fileHit(hit, q, false, () => openHit(open, hit))
      : messageHit(hit, false, () => openHit(open, hit));
  return { ...messages, hits: messages.hits.map(look), onEnd: messages.loadMore };
}

/** 综合 has no filters; those of another tab wait there. */
function withoutFilters(place: SearchPlace): SearchPlace {
  return place.tab ? place : changePlace({}, { q: place.q });
}

function firstOf(hits: readonly Hit[], wanted: Hit["part"]): Hit[] {
  return hits.filter(({ part }) => part === wanted).slice(0, shownNames);
}

/** Messages by conversation: a single one is opened at once, several are shown by themselves. */
export function grouped(
  { groups, hits }: MessageSearch,
  open: OpenHit,
  narrow: (id: SearchHit["conversationId"]) => void,
): Hit[] {
  return (groups?.conversations ?? []).slice(0, shownConversations).map((group) => {
    const newest = hits.find(({ conversationId }) => conversationId === group.conversationId);
    const single = group.hits === 1 && newest;
    return groupedHit(group, newest, () => (single ? openHit(open, newest) : narrow(group.conversationId)));
  });
}

function openHit(open: OpenHit, { conversationId, seq }: SearchHit): void {
  open.conversation(conversationId, seq);
}
