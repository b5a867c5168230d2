import type { ConversationId, Entry } from "@qunxin/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { callApi, callKey } from "../../../app/api.ts";
import { client, useConversation, useStore, useTimeline } from "../../../app/live.ts";
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
const askedAfterMs = 250;

/** A thread: what was fetched of it, kept up to date by the open timeline. */
export function useThread(conversationId: ConversationId, rootSeq: number): ThreadState {
  const { rows, moreAfter } = useTimeline(conversationId);
  const acts = useStore(client.groupChanges.of(conversationId));
  const lastSeq = useConversation(conversationId)?.lastSeq;
  const query = useInfiniteQuery({
    queryKey: [...callKey("messages.thread"), conversationId, rootSeq],
    queryFn: ({ pageParam }) => {
      const before = pageParam === null ? {} : { before: pageParam };
      return callApi("messages.thread", { conversationId, rootSeq, limit: pageSize, ...before });
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.moreBefore ? (page.entries[0]?.seq ?? null) : null),
    retry: false,
  });
  // What the timeline holds is told by it; away from the live end it holds nothing new.
  useAskedAgain(moreAfter ? `${acts} ${lastSeq}` : `${acts}`, query.refetch);
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

/** Asks again a moment after something changed: acts come in bursts. */
function useAskedAgain(changes: string, ask: () => unknown): void {
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    const timer = setTimeout(ask, askedAfterMs);
    return () => clearTimeout(timer);
  }, [changes, ask]);
}
