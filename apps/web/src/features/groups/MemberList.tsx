import type { ConversationId, Member } from "@qunxin/protocol";
import { SearchX } from "lucide-react";
import { type ReactElement, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, SearchBox, Skeleton } from "../../ui/index.ts";
import { useMembers } from "./use-members.ts";

export interface MemberListProps {
  groupId: ConversationId;
  /** Draws a member; gets a key from its person. */
  render: (member: Member) => ReactElement;
  /** Leaves members out. */
  only?: (member: Member) => boolean;
  /** Shown when nobody is left and nothing was searched for. */
  empty?: string;
}

/** Searchable, virtual list of a group's members for the body of a window. */
export function MemberList({ groupId, render, only, empty }: MemberListProps) {
  const t = useT();
  const [query, setQuery] = useState("");
  const list = useRef<VListHandle>(null);
  const { members, error, retry, loadMore } = useMembers(groupId, query);
  const shown = only ? members?.filter(only) : members;
  const onScroll = () => {
    const box = list.current;
    if (box && box.scrollSize - box.scrollOffset - box.viewportSize < 400) loadMore();
  };
  return (
    <div className="flex h-full flex-col md:h-[min(32rem,calc(100dvh-12rem))]">
      <SearchBox className="mx-4 my-2" placeholder={t("groups.members.search")} onSearch={setQuery} />
      <div className="min-h-0 flex-1">
        {error && <ErrorState message={failureText(error)} onRetry={retry} />}
        {!error && !shown && <Skeleton look="list" />}
        {shown?.length === 0 && (
          <EmptyState
            icon={<SearchX size={28} strokeWidth={1.6} />}
            title={query === "" && empty ? empty : t("groups.members.none")}
          />
        )}
        {shown && shown.length > 0 && (
          <VList ref={list} style={{ height: "100%" }} onScroll={onScroll}>
            {shown.map(render)}
          </VList>
        )}
      </div>
    </div>
  );
}
