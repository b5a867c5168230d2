import type { ConversationId } from "@qunxin/protocol";
import { useId, useRef, useState } from "react";
import { create } from "zustand";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { SearchBox, Tabs, useIsPhone, useIsWide } from "../../ui/index.ts";
import { showMessage } from "../conversation/acts/acting.ts";
import { useSidePanel } from "../conversation/use-side-panel.ts";
import { DateJump } from "../favourites/DateJump.tsx";
import { FilterBar } from "./FilterBar.tsx";
import type { SearchKeys } from "./hit.ts";
import { fileHit, messageHit } from "./message-hits.tsx";
import { Recents } from "./Recents.tsx";
import { Results } from "./Results.tsx";
import { keepSearch } from "./recent-searches.ts";
import { changePlace, hasFilters, messageSearch, type SearchPlace } from "./search-place.ts";
import { useMessageSearch } from "./use-message-search.ts";

/** Kinds that have a tab of their own. */
const kinds = ["any", "image", "file", "link"] as const;

/** What was looked for last, where: the panel goes away when it leads to a message, and comes back as it was. */
const useLast = create<{ id: ConversationId | null; place: SearchPlace }>(() => ({ id: null, place: {} }));

/** 聊天记录: search inside one conversation. */
export function ConversationSearch({ conversationId }: { conversationId: string }) {
  const t = useT();
  const id = conversationId as ConversationId;
  const phone = useIsPhone();
  const list = useId();
  const keys = useRef<SearchKeys | null>(null);
  const [activeId, setActiveId] = useState<string>();
  const [box, setBox] = useState(0);
  const place = useLast((last) => (last.id === id ? last.place : nowhere));
  const onPlace = (next: SearchPlace) => useLast.setState({ id, place: next });
  const { q = "", type } = place;
  const kind = kinds.find((one) => one === type) ?? "any";
  const again = (words: string) => {
    setBox(box + 1);
    onPlace(changePlace(place, { q: words }));
  };
  return (
    <>
      <div className="flex shrink-0 items-center gap-1 px-4 pt-3 pb-1">
        <SearchBox
          key={box}
          autoFocus
          initial={q}
          onSearch={(words) => onPlace(changePlace(place, { q: words || undefined }))}
          label={t("search.inside")}
          placeholder={t("search.inside")}
          results={{ id: list, activeId }}
          onKeyDown={(event) => keys.current?.onKeyDown(event)}
          className="flex-1"
        />
        {phone && <DateJump conversationId={id} />}
      </div>
      <Tabs
        label={t("search.tabs")}
        className="shrink-0 px-4"
        items={kinds.map((value) => ({ value, label: t(`search.kind.${value}`) }))}
        value={kind}
        onChange={(next) => onPlace(changePlace(place, { type: next === "any" ? undefined : next }))}
      />
      <FilterBar place={place} onPlace={onPlace} within={id} kindSettled={kind !== "any"} />
      {q === "" && !hasFilters(place) ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Recents onChoose={again} />
        </div>
      ) : (
        <FoundInside id={id} place={place} onPlace={onPlace} list={{ id: list, keys, onActive: setActiveId }} />
      )}
    </>
  );
}

const nowhere: SearchPlace = {};

interface FoundInsideProps {
  id: ConversationId;
  place: SearchPlace;
  onPlace: (place: SearchPlace) => void;
  list: Pick<Parameters<typeof Results>[0], "id" | "keys" | "onActive">;
}

function FoundInside({ id, place, onPlace, list }: FoundInsideProps) {
  const wide = useIsWide();
  const panel = useSidePanel();
  const me = useShell((state) => state.me?.id);
  const { hits, searching, error, retry, more, loadMore } = useMessageSearch(messageSearch({ ...place, in: id }));
  const { q = "", type } = place;
  const show = (seq: number) => {
    keepSearch(me, q);
    // Beside the messages the list stays open; over them it makes room for what it leads to.
    if (!wide) panel.close();
    showMessage(seq);
  };
  const rows = hits.map((hit) =>
    type === "file" ? fileHit(hit, q, true, () => show(hit.seq)) : messageHit(hit, true, () => show(hit.seq)),
  );
  const filtered = hasFilters(changePlace(place, { type: undefined }));
  return (
    <Results
      {...list}
      hits={rows}
      query={JSON.stringify(place)}
      searching={searching}
      error={error}
      retry={retry}
      more={more}
      onEnd={loadMore}
      onClear={filtered ? () => onPlace(changePlace({}, { q: place.q, type })) : undefined}
    />
  );
}
