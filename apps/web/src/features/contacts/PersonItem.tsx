import type { DepartmentId, PersonRow } from "@qunxin/protocol";
import { useOnline } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar, KindTag, Popover, Tag } from "../../ui/index.ts";
import { PersonCard } from "../people/PersonCard.tsx";

export interface PersonItemProps {
  person: PersonRow;
  /** The department the row stands in, for the tag of its leaders. */
  departmentId?: DepartmentId;
  /** Replaces the position as second line. */
  note?: string;
}

/** A person of the address book; the whole row opens the card. */
export function PersonItem({ person, departmentId, note }: PersonItemProps) {
  const t = useT();
  const online = useOnline(person.id);
  const leads = person.placements.some((place) => place.leader && place.departmentId === departmentId);
  const second = note ?? (person.kind === "external" ? person.organisation : person.position);
  return (
    <Popover
      label={t("directory.card.title")}
      align="start"
      trigger={
        <button
          type="button"
          className="flex min-h-15 w-full items-center gap-3 px-4 text-left hover:bg-hover focus-visible:-outline-offset-2 md:px-5"
        >
          <Avatar
            id={person.id}
            name={person.name}
            url={person.avatarUrl}
            size={40}
            presence={online ? "online" : undefined}
          />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="truncate text-body">{person.name}</span>
              {leads && <Tag tone="owner">{t("directory.leader")}</Tag>}
              {person.kind === "external" && <KindTag kind="external" />}
            </span>
            {second && <span className="truncate text-meta text-ink-3">{second}</span>}
          </span>
        </button>
      }
    >
      {(close) => (
        <div className="md:w-72">
          <PersonCard personId={person.id} onLeave={close} />
        </div>
      )}
    </Popover>
  );
}
