import type { Member } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { ChevronRight, UserRoundPlus } from "lucide-react";
import { useCall } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar, Skeleton } from "../../ui/index.ts";
import { PersonCardTrigger } from "../people/PersonCardTrigger.tsx";
import type { SectionProps } from "./GroupInfo.tsx";

const shownAtMost = 12;

/** The first members as a grid, with the way to all of them and to adding more. */
export function MembersPreview({ group, open }: SectionProps) {
  const t = useT();
  const { seeMembers, invite } = group.can;
  const limit = invite ? shownAtMost - 1 : shownAtMost;
  const { data } = useCall(
    "groups.members",
    { groupId: group.id, limit },
    { enabled: seeMembers, placeholderData: keepPreviousData },
  );
  return (
    <section aria-label={t("groups.members")} className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="text-body font-medium">{t("groups.members.count", { count: group.memberCount })}</h3>
        {seeMembers && (
          <button
            type="button"
            onClick={() => open("members")}
            className="-mr-1 flex items-center rounded-control px-1 text-meta text-ink-2 hover:text-brand-ink max-md:min-h-11"
          >
            {t("groups.members.all")}
            <ChevronRight size={14} aria-hidden />
          </button>
        )}
      </div>
      {!seeMembers && <p className="text-meta text-ink-3">{t("groups.members.hidden")}</p>}
      {seeMembers && !data && (
        <div className="h-44">
          <Skeleton look="block" className="h-full" />
        </div>
      )}
      {seeMembers && data && (
        <ul className="grid grid-cols-4 gap-x-1 gap-y-3">
          {data.members.map((member) => (
            <Cell key={member.person.id} member={member} groupId={group.id} />
          ))}
          {invite && <AddCell onClick={() => open("add")} />}
        </ul>
      )}
    </section>
  );
}

function Cell({ member, groupId }: { member: Member; groupId: SectionProps["group"]["id"] }) {
  const { person, role } = member;
  const t = useT();
  const badge = role === "owner" || role === "administrator";
  return (
    <li className="flex min-w-0 flex-col items-center gap-1.5">
      <span className="relative inline-flex">
        <PersonCardTrigger personId={person.id} name={person.name} fromGroup={groupId}>
          <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={40} />
        </PersonCardTrigger>
        {badge && (
          <span className="pointer-events-none absolute -bottom-2 left-1/2 -translate-x-1/2 rounded-[4px] bg-warn-soft px-1 text-mini leading-4 whitespace-nowrap text-warn ring-1 ring-pane">
            {t(`groups.role.${role}`)}
          </span>
        )}
      </span>
      <span className="max-w-full truncate text-meta text-ink-2">{member.nickname ?? person.name}</span>
    </li>
  );
}

function AddCell({ onClick }: { onClick: () => void }) {
  const t = useT();
  return (
    <li className="flex flex-col items-center gap-1.5">
      <button
        type="button"
        aria-label={t("groups.add")}
        onClick={onClick}
        className="flex size-10 items-center justify-center rounded-card border border-dashed border-tick text-ink-2 hover:border-brand hover:text-brand-ink"
      >
        <UserRoundPlus size={18} aria-hidden />
      </button>
      <span aria-hidden className="text-meta text-ink-2">
        {t("groups.members.add")}
      </span>
    </li>
  );
}
