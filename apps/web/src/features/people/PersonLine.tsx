import type { Brief } from "@qunxin/protocol";
import { UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar, KindTag } from "../../ui/index.ts";

export interface PersonLineProps {
  person: Pick<Brief, "id" | "name" | "kind" | "avatarUrl"> & { note?: string | null };
  /** Side of the avatar in px. */
  size?: number;
  /** Tags after the name, before 外部. */
  tags?: ReactNode;
  /** Replaces the position or company as the second line. */
  note?: ReactNode;
}

/** Avatar, name with tags, and a quiet second line; everywhere people are listed. */
export function PersonLine({ person, size = 32, tags, note }: PersonLineProps) {
  const second = note ?? person.note;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={size} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate text-body">{person.name}</span>
          {tags}
          {person.kind === "external" && <KindTag kind="external" />}
        </span>
        {second && <span className="truncate text-meta text-ink-3">{second}</span>}
      </span>
    </span>
  );
}

/** The square with an icon that stands for a department or a group without mosaic. */
export function IconSquare({ icon, size = 32 }: { icon?: ReactNode; size?: number }) {
  return (
    <span
      aria-hidden
      className="flex shrink-0 items-center justify-center rounded-card bg-brand-soft text-brand-ink"
      style={{ width: size, height: size }}
    >
      {icon ?? <UsersRound size={Math.round(size / 2)} />}
    </span>
  );
}
