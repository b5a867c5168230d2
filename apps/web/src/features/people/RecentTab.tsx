import type { Brief } from "@qunxin/protocol";
import { History } from "lucide-react";
import { useMemo } from "react";
import { useConversations, usePeople } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { EmptyState, Skeleton, Tag } from "../../ui/index.ts";
import { PersonLine } from "./PersonLine.tsx";
import { PickList } from "./PickList.tsx";
import { recentPeople } from "./recent-people.ts";
import { personOfBrief, personState } from "./selection.ts";
import type { Picking } from "./use-picking.ts";

/** Whom one dealt with lately, from what the device knows already. `externals`: whether those may be chosen. */
export function RecentTab({ picking, externals }: { picking: Picking; externals: boolean }) {
  const t = useT();
  const me = useShell((state) => state.me?.id);
  const { items, ready } = useConversations();
  const ids = useMemo(() => recentPeople(items, me), [items, me]);
  const people = usePeople(ids);
  const known = people.filter((person) => person !== null);
  const shown = known.filter((person) => mayBePicked(person, externals));
  if (!ready || (ids.length > 0 && known.length === 0)) return <Skeleton look="list" />;
  if (shown.length === 0) {
    return (
      <EmptyState
        icon={<History size={28} strokeWidth={1.6} />}
        title={t("directory.pick.recent.none")}
        hint={t("directory.pick.recent.hint")}
      />
    );
  }
  return (
    <div className="h-full px-1 pt-1">
      <PickList
        label={t("directory.pick.recent")}
        items={shown}
        keyOf={(person) => person.id}
        stateOf={(person) => picking.members.has(person.id) || personState(picking.picked, personOfBrief(person))}
        onToggle={(person, on) => picking.person(personOfBrief(person), on)}
        render={(person) => (
          <PersonLine
            person={person}
            tags={picking.members.has(person.id) && <Tag>{t("directory.pick.member")}</Tag>}
          />
        )}
      />
    </div>
  );
}

function mayBePicked({ kind, status }: Brief, externals: boolean): boolean {
  return status === "active" && (kind === "employee" || (kind === "external" && externals));
}
