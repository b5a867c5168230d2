import { MessagesSquare, Network, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { VList } from "virtua";
import { useT } from "../../i18n/index.ts";
import { Avatar, EmptyState, IconButton, KindTag } from "../../ui/index.ts";
import { HeadCountLine } from "./HeadCountLine.tsx";
import { IconSquare } from "./PersonLine.tsx";
import { placeText } from "./place-text.ts";
import { isNothing, type PickedDepartment, type PickedPerson } from "./selection.ts";
import type { HeadCount } from "./use-head-count.ts";
import type { Picking } from "./use-picking.ts";

/** What is chosen, grouped, each removable, with the live head-count above. Fills its parent's height. */
export function ChosenPanel({ picking, headCount }: { picking: Picking; headCount: HeadCount }) {
  const t = useT();
  const { picked } = picking;
  return (
    <section aria-label={t("directory.pick.chosen")} className="flex h-full min-h-0 flex-col">
      <HeadCountLine headCount={headCount} />
      {isNothing(picked) ? (
        <EmptyState title={t("directory.pick.nothing")} hint={t("directory.pick.nothingHint")} />
      ) : (
        <div className="min-h-0 flex-1 px-2 pb-2">
          <VList style={{ height: "100%" }}>{chosenRows(picking, t)}</VList>
        </div>
      )}
    </section>
  );
}

function chosenRows(picking: Picking, t: ReturnType<typeof useT>): ReactNode[] {
  const { departments, groups, people, except } = picking.picked;
  return [
    departments.length > 0 && <Heading key="departments" kind="departments" count={departments.length} />,
    ...departments.map((one) => <DepartmentChip key={`${one.id}/${one.below}`} department={one} picking={picking} />),
    groups.length > 0 && <Heading key="groups" kind="groups" count={groups.length} />,
    ...groups.map((group) => (
      <Chip
        key={group.id}
        start={<IconSquare size={24} icon={<MessagesSquare size={13} />} />}
        name={group.name}
        note={t("common.people.count", { count: group.memberCount })}
        onRemove={() => picking.group(group, false)}
      />
    )),
    people.length > 0 && <Heading key="people" kind="people" count={people.length} />,
    ...people.map((person) => (
      <PersonChip key={person.id} person={person} onRemove={() => picking.person(person, false)} />
    )),
    except.length > 0 && <Heading key="except" kind="except" count={except.length} />,
    ...except.map((person) => (
      <PersonChip key={`not-${person.id}`} person={person} onTakeBack={() => picking.takeBack(person)} />
    )),
  ].filter((row) => row !== false);
}

function Heading({ kind, count }: { kind: "departments" | "groups" | "people" | "except"; count: number }) {
  const t = useT();
  return (
    <h3 className="px-2 pt-3 pb-1 text-meta font-medium text-ink-2">{t(`directory.pick.chosen.${kind}`, { count })}</h3>
  );
}

function DepartmentChip({ department, picking }: { department: PickedDepartment; picking: Picking }) {
  const t = useT();
  const { name, path, headCount, below } = department;
  const note = below ? t("directory.pick.withBelow", { count: headCount }) : t("directory.pick.withoutBelow");
  return (
    <Chip
      start={<IconSquare size={24} icon={<Network size={13} />} />}
      name={name}
      note={path.length > 2 ? `${placeText(path.slice(0, -1))} · ${note}` : note}
      onRemove={() => picking.department(department, false, below)}
    />
  );
}

interface PersonChipProps {
  person: PickedPerson;
  onRemove?: () => void;
  onTakeBack?: () => void;
}

function PersonChip({ person, onRemove, onTakeBack }: PersonChipProps) {
  return (
    <Chip
      start={<Avatar id={person.id} name={person.name} url={person.avatarUrl} size={24} />}
      name={person.name}
      note={person.note}
      tag={person.kind === "external" && <KindTag kind="external" />}
      onRemove={onRemove}
      onTakeBack={onTakeBack}
    />
  );
}

interface ChipProps {
  start: ReactNode;
  name: string;
  note?: ReactNode;
  tag?: ReactNode;
  onRemove?: (() => void) | undefined;
  onTakeBack?: (() => void) | undefined;
}

function Chip({ start, name, note, tag, onRemove, onTakeBack }: ChipProps) {
  const t = useT();
  return (
    <div className="flex min-h-9 items-center gap-2 rounded-control py-0.5 pr-1 pl-2 hover:bg-hover">
      {start}
      <span className={`max-w-[70%] truncate text-body ${onTakeBack ? "text-ink-3 line-through" : ""}`}>{name}</span>
      {tag}
      <span className="min-w-0 flex-1 truncate text-meta text-ink-3">{note}</span>
      {onRemove && (
        <IconButton size="sm" label={t("directory.pick.remove", { name })} icon={<X size={14} />} onClick={onRemove} />
      )}
      {onTakeBack && (
        <IconButton
          size="sm"
          label={t("directory.pick.takeBack", { name })}
          icon={<Undo2 size={14} />}
          onClick={onTakeBack}
        />
      )}
    </div>
  );
}
