import type { CallInput, ConversationId, Member } from "@qunxin/protocol";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";

const pageSize = 100;

export interface Members {
  members: Member[] | undefined;
  total: number;
  error: Error | null;
  retry: () => void;
  /** Loads the next page, if there is one; may be called again and again. */
  loadMore: () => void;
}

/** Members of a group, owner and administrators first, page by page. */
export function useMembers(groupId: ConversationId, query = ""): Members {
  const input: CallInput<"groups.members"> = { groupId, limit: pageSize, ...(query === "" ? {} : { query }) };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...callKey("groups.members", input), "pages"],
    queryFn: ({ pageParam }) => callApi("groups.members", pageParam === null ? input : { ...input, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  return {
    members: data?.pages.flatMap((page) => page.members),
    total: data?.pages[0]?.total ?? 0,
    error,
    retry: () => void refetch(),
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
