import type { ConversationId, Entry } from "@qunxin/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { callApi, callKey } from "../../../app/api.ts";
import { client, useStore, useTimeline } from "../../../app/live.ts";

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

/** Fetched answers of a thread with what the live timeline knows better: newer states, and answers that came since. */
export function threadReplies(fetched: readonly Entry[], live: readonly Entry[], rootSeq: number): readonly Entry[] {
  const bySeq = new Map(fetched.map((entry) => [entry.seq, entry]));
  const first = fetched[0]?.seq ?? 0;
  for (const entry of live) {
    const answers = entry.body.kind === "message" && entry.body.thread === rootSeq && entry.seq >= first;
    if (answers || bySeq.has(entry.seq)) bySeq.set(entry.seq, entry);
  }
  return [...bySeq.values()]
    .filter(({ body }) => body.kind === "message" || body.kind === "recalled")
    .sort((a, b) => a.seq - b.seq);
}
