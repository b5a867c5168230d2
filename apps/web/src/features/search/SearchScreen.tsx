import { useNavigate, useSearch } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Tabs } from "../../ui/index.ts";
import { FilterBar } from "./FilterBar.tsx";
import { Found } from "./Found.tsx";
import type { SearchKeys } from "./hit.ts";
import { Recents } from "./Recents.tsx";
import { SearchHead } from "./SearchHead.tsx";
import { changePlace, hasFilters, type SearchPlace, searchTabs } from "./search-place.ts";

/** 搜索: everything one may find, by tabs; what is looked for stands in the URL, so that Back leads to it again. */
export function SearchScreen() {
  const t = useT();
  const place: SearchPlace = useSearch({ from: "/signed-in/chats/search" });
  const navigate = useNavigate();
  const list = useId();
  const keys = useRef<SearchKeys | null>(null);
  const [activeId, setActiveId] = useState<string>();
  const { q = "", tab = "all" } = place;
  const [box, setBox] = useState({ number: 0, words: q });
  const messages = tab === "messages" || tab === "files";
  const filtered = messages && hasFilters(place);
  const onPlace = (next: SearchPlace) => void navigate({ to: "/chats/search", search: next, replace: true });
  const again = (words: string) => {
    // The field keeps a text of its own; another field begins with this one.
    setBox({ number: box.number + 1, words });
    onPlace(changePlace(place, { q: words }));
  };
  return (
    <section aria-label={t("search.title")} className="flex min-h-0 flex-1 flex-col bg-pane">
      <h1 className="sr-only">{t("search.title")}</h1>
      <SearchHead
        key={box.number}
        words={box.words}
        results={{ id: list, activeId }}
        keys={keys}
        onWords={(words) => onPlace(changePlace(place, { q: words || undefined }))}
      />
      <Tabs
        label={t("search.tabs")}
        className="shrink-0 px-4"
        items={searchTabs.map((value) => ({ value, label: t(`search.tab.${value}`) }))}
        value={tab}
        onChange={(next) => onPlace(changePlace(place, { tab: next }))}
      />
      {messages && <FilterBar place={place} onPlace={onPlace} kindSettled={tab === "files"} />}
      {q === "" && !filtered ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Recents onChoose={again} />
        </div>
      ) : (
        <Found
          id={list}
          place={place}
          onPlace={onPlace}
          keys={keys}
          onActive={setActiveId}
          onClear={filtered ? () => onPlace(changePlace({}, { q: place.q, tab })) : undefined}
        />
      )}
    </section>
  );
}
