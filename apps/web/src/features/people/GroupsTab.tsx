import type { ConversationId } from "@qunxin/protocol";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, SearchBox, Skeleton } from "../../ui/index.ts";
import { Mosaic } from "./Mosaic.tsx";
import { PickList } from "./PickList.tsx";
import { type MyGroup, useMyGroups } from "./use-my-groups.ts";
import type { Picking } from "./use-picking.ts";

/** Everybody of another group. `groupId` is the group people are added to, which is left out. */
export function GroupsTab({ picking, groupId }: { picking: Picking; groupId?: ConversationId | undefined }) {
  const t = useT();
  const [query, setQuery] = useState("");
  const { groups, error, retry, loadMore } = useMyGroups(query);
  const others = groups?.filter((group) => group.id !== groupId);
  return (
    <div className="flex h-full flex-col gap-2">
      <SearchBox className="mx-2 mt-2" placeholder={t("groups.search")} onSearch={setQuery} />
      <div className="min-h-0 flex-1 px-1">
        {error && <ErrorState message={failureText(error)} onRetry={retry} />}
        {!error && !others && <Skeleton look="list" />}
        {others?.length === 0 && (
          <EmptyState
            icon={<MessagesSquare size={28} strokeWidth={1.6} />}
            title={t(query ? "groups.search.none" : "groups.mine.none")}
          />
        )}
        {others && others.length > 0 && (
          <PickList
            label={t("directory.pick.groups")}
            items={others}
            keyOf={(group) => group.id}
            stateOf={(group) => picking.picked.groups.some((other) => other.id === group.id)}
            onToggle={(group, on) => picking.group(group, on)}
            onEndReached={loadMore}
            render={(group) => <GroupLine group={group} />}
          />
        )}
      </div>
    </div>
  );
}

function GroupLine({ group }: { group: MyGroup }) {
  const t = useT();
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <Mosaic ids={group.mosaic} size={32} />
      <span className="min-w-0 flex-1 truncate text-body">{group.name}</span>
      <span className="text-meta text-ink-3">{t("common.people.count", { count: group.memberCount })}</span>
    </span>
  );
}
