import type { GroupDetails, Member } from "@qunxin/protocol";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useShell } from "../../app/shell-state.ts";
import { dayLabel, useT } from "../../i18n/index.ts";
import { Avatar, IconButton, KindTag, Menu, Tag } from "../../ui/index.ts";
import { PersonCardTrigger } from "../people/PersonCardTrigger.tsx";
import { MuteDialog } from "./MuteDialog.tsx";
import { useMemberMenu } from "./use-member-menu.ts";

export interface MemberRowProps {
  member: Member;
  group: GroupDetails;
  /** Called when the person's card leads to another conversation. */
  onLeave: () => void;
}

/** One member with role, state, and a menu of what one may do to them. */
export function MemberRow({ member, group, onLeave }: MemberRowProps) {
  const t = useT();
  const [muting, setMuting] = useState(false);
  const { person, nickname } = member;
  const items = useMemberMenu(member, group, () => setMuting(true));
  return (
    <div className="group flex min-h-14 items-center gap-3 px-4 hover:bg-hover">
      <PersonCardTrigger personId={person.id} name={person.name} fromGroup={group.id} onLeave={onLeave}>
        <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={36} />
      </PersonCardTrigger>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate text-body">{nickname ?? person.name}</span>
          {nickname && <span className="truncate text-meta text-ink-3">（{person.name}）</span>}
          <RoleTags member={member} />
        </span>
        <SecondLine member={member} />
      </span>
      {items.length > 0 && (
        <Menu items={items} align="end">
          <IconButton label={t("groups.member.menu", { name: person.name })} icon={<Ellipsis size={18} />} />
        </Menu>
      )}
      {muting && <MuteDialog member={member} groupId={group.id} onClose={() => setMuting(false)} />}
    </div>
  );
}

function RoleTags({ member: { role, person } }: { member: Member }) {
  const t = useT();
  const me = useShell((state) => state.me);
  return (
    <>
      {role === "owner" && <KindTag kind="owner" />}
      {role === "administrator" && <KindTag kind="admin" />}
      {person.kind === "external" && <KindTag kind="external" />}
      {person.id === me?.id && <Tag>{t("groups.members.me")}</Tag>}
    </>
  );
}

function SecondLine({ member }: { member: Member }) {
  const t = useT();
  const until = isMuted(member) ? new Date(member.mutedUntil) : null;
  if (until) {
    return (
      <span className="text-meta text-bad">{t("groups.member.mutedUntil", { time: dayLabel(until, new Date()) })}</span>
    );
  }
  return member.person.note && <span className="truncate text-meta text-ink-3">{member.person.note}</span>;
}

function isMuted(member: Member): member is Member & { mutedUntil: string } {
  return member.mutedUntil !== null && Date.parse(member.mutedUntil) > Date.now();
}
