import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useRef } from "react";
import { VList, type VListHandle } from "virtua";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, KindTag, Skeleton, Tag } from "../../ui/index.ts";
import { Mosaic } from "../people/Mosaic.tsx";
import type { MyGroup, MyGroups } from "../people/use-my-groups.ts";

export interface MyGroupListProps {
  mine: MyGroups;
  empty: string;
  /** Leaves groups out, e.g. by one's role in them. */
  only?: (group: MyGroup) => boolean;
}

/** Groups one is in, each leading to its conversation; virtual, fills its parent's height. */
export function MyGroupList({ mine, empty, only }: MyGroupListProps) {
  const list = useRef<VListHandle>(null);
  const { error, retry, loadMore } = mine;
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!mine.groups) return <Skeleton look="list" />;
  const groups = only ? mine.groups.filter(only) : mine.groups;
  if (groups.length === 0) {
    return <EmptyState icon={<MessagesSquare size={28} strokeWidth={1.6} />} title={empty} />;
  }
  const onScroll = () => {
    const box = list.current;
    if (box && box.scrollSize - box.scrollOffset - box.viewportSize < 600) loadMore();
  };
  return (
    <VList ref={list} style={{ height: "100%" }} onScroll={onScroll}>
      {groups.map((group) => (
        <Row key={group.id} group={group} />
      ))}
    </VList>
  );
}

function Row({ group }: { group: MyGroup }) {
  const t = useT();
  return (
    <div className="border-b border-line bg-pane">
      <Link
        to="/chats/$conversationId"
        params={{ conversationId: group.id }}
        className="flex min-h-16 items-center gap-3 px-4 hover:bg-hover focus-visible:-outline-offset-2 md:px-5"
      >
        <Mosaic ids={group.mosaic} size={40} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="truncate text-body">{group.name}</span>
            {group.type === "all_staff" && <KindTag kind="all" />}
            {group.type === "customer" && <KindTag kind="external" />}
          </span>
          <span className="text-meta text-ink-3">{t("common.people.count", { count: group.memberCount })}</span>
        </span>
        {(group.role === "owner" || group.role === "administrator") && (
          <Tag tone={group.role === "owner" ? "owner" : "brand"}>{t(`groups.role.${group.role}`)}</Tag>
        )}
      </Link>
    </div>
  );
}
