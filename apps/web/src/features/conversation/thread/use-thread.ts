import type { ConversationId, Entry } from "@qunxin/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { callApi, callKey } from "../../../app/api.ts";
import { client, useStore, useTimeline } from "../../../app/live.ts";
import { threadReplies } from "./thread-replies.ts";

export interface ThreadState {
  /** Null where it cannot be seen; undefined until known. */
  readonly root: Entry | null | undefined;
  readonly replies: readonly Entry[];
  readonly moreBefore: boolean;
  readonly loadingBefore: boolean;
  readonly error: Error | null;
  readonly loadBefore: () => void;
  readonly retry: () => void;
}

const pageSize = 50;

/** A thread: what was fetched of it, kept up to date by the open timeline. */
export function useThread(conversationId: ConversationId, rootSeq: number): ThreadState {
  const { rows, moreAfter } = useTimeline(conversationId);
  const acts = useStore(client.groupChanges.of(conversationId));
  const query = useInfiniteQuery({
    queryKey: [...callKey("messages.thread"), conversationId, rootSeq, acts],
    queryFn: ({ pageParam }) => {
      const before = pageParam === null ? {} : { before: pageParam };
      return callApi("messages.thread", { conversationId, rootSeq, limit: pageSize, ...before });
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.moreBefore ? (page.entries[0]?.seq ?? null) : null),
    placeholderData: (before) => before,
    retry: false,
  });
  const fetched = query.data?.pages;
  const live = useMemo(() => rows.flatMap((row) => (row.state === "stored" ? [row.entry] : [])), [rows]);
  const replies = useMemo(
    () => threadReplies(fetched?.toReversed().flatMap(({ entries }) => entries) ?? [], moreAfter ? [] : live, rootSeq),
    [fetched, live, moreAfter, rootSeq],
  );
  const root = live.find(({ seq }) => seq === rootSeq) ?? fetched?.[0]?.root ?? (query.error ? null : undefined);
  return {
    root,
    replies,
    moreBefore: query.hasNextPage,
    loadingBefore: query.isFetchingNextPage,
    error: query.error,
    loadBefore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
