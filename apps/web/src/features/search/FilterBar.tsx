import type { ConversationId } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { Menu } from "../../ui/index.ts";
import { DateFilter } from "./DateFilter.tsx";
import { ClearPill, Pill } from "./Pill.tsx";
import { changePlace, hasFilters, type SearchPlace, searchTypes } from "./search-place.ts";
import { ConversationFilter, SenderFilter } from "./WhoFilters.tsx";

export interface FilterBarProps {
  place: SearchPlace;
  onPlace: (place: SearchPlace) => void;
  /** The search is inside this conversation. */
  within?: ConversationId;
  /** Only what tells files apart; the kind of message is settled. */
  kindSettled: boolean;
}

/** What narrows a search for messages down, and in which order they come. */
export function FilterBar({ place, onPlace, within, kindSettled }: FilterBarProps) {
  const t = useT();
  const change = (next: Parameters<typeof changePlace>[1]) => onPlace(changePlace(place, next));
  const { q, tab, type } = place;
  const cleared = kindSettled && within ? { q, type } : { q, tab };
  const narrowed = hasFilters(kindSettled && within ? changePlace(place, { type: undefined, in: undefined }) : place);
  return (
    <fieldset
      aria-label={t("search.filters")}
      className="flex min-w-0 shrink-0 flex-wrap gap-1.5 px-4 py-2 max-md:flex-nowrap max-md:overflow-x-auto max-md:[scrollbar-width:none]"
    >
      {!within && <ConversationFilter chosen={place.in} onChoose={(id) => change({ in: id })} />}
      <SenderFilter within={within ?? place.in} chosen={place.by} onChoose={(by) => change({ by })} />
      <DateFilter from={place.from} to={place.to} onChange={(from, to) => change({ from, to })} />
      {!kindSettled && <TypeFilter place={place} change={change} />}
      <Pill
        label={t("search.filter.mentionsMe")}
        on={!!place.me}
        onClick={() => change({ me: !place.me || undefined })}
      />
      {!kindSettled && (
        <Pill
          label={t("search.filter.hasFile")}
          on={!!place.file}
          onClick={() => change({ file: !place.file || undefined })}
        />
      )}
      <OrderFilter place={place} change={change} />
      {narrowed && <ClearPill onClick={() => onPlace(changePlace({}, cleared))} />}
    </fieldset>
  );
}

interface PartProps {
  place: SearchPlace;
  change: (next: Parameters<typeof changePlace>[1]) => void;
}

function TypeFilter({ place: { type }, change }: PartProps) {
  const t = useT();
  const any = {
    label: t("search.filter.any"),
    checked: type === undefined,
    onSelect: () => change({ type: undefined }),
  };
  const choices = searchTypes.map((one) => ({
    label: t(`search.type.${one}`),
    checked: one === type,
    onSelect: () => change({ type: one }),
  }));
  return (
    <Menu items={[any, "line", ...choices]}>
      <Pill opens on={type !== undefined} label={type ? t(`search.type.${type}`) : t("search.filter.type")} />
    </Menu>
  );
}

function OrderFilter({ place: { best = false }, change }: PartProps) {
  const t = useT();
  const choice = (value: boolean) => ({
    label: t(value ? "search.order.best" : "search.order.newest"),
    checked: value === best,
    onSelect: () => change({ best: value || undefined }),
  });
  return (
    <Menu items={[choice(false), choice(true)]}>
      <Pill opens on={best} label={t(best ? "search.order.best" : "search.order.newest")} />
    </Menu>
  );
}
