import { GroupFacets } from "./GroupFacets.tsx";
import { Results, type ResultsProps } from "./Results.tsx";
import { changePlace, type SearchPlace } from "./search-place.ts";
import { useScreenHits } from "./use-screen-hits.tsx";

export interface FoundProps extends Pick<ResultsProps, "id" | "keys" | "onActive" | "onClear"> {
  place: SearchPlace;
  onPlace: (place: SearchPlace) => void;
}

/** What a place of the search screen holds. */
export function Found({ place, onPlace, ...list }: FoundProps) {
  const { tab = "all" } = place;
  const { groups, ...found } = useScreenHits(place, onPlace);
  const faceted = (tab === "messages" || tab === "files") && !place.in && (groups?.conversations.length ?? 0) > 1;
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col">
      {faceted && groups && <GroupFacets groups={groups} onChoose={(id) => onPlace(changePlace(place, { in: id }))} />}
      <Results {...list} {...found} query={JSON.stringify(place)} titles={tab === "all"} />
    </div>
  );
}
