import type { CallInput, CallOutput } from "@qunxin/protocol";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";

const pageSize = 100;

export type MyGroup = CallOutput<"groups.mine">["groups"][number];

export interface MyGroups {
  groups: MyGroup[] | undefined;
  total: number;
  error: Error | null;
  retry: () => void;
  /** Loads the next page, if there is one; may be called again and again. */
  loadMore: () => void;
}

/** Groups one is in, by name, page by page. */
export function useMyGroups(query = ""): MyGroups {
  const input: CallInput<"groups.mine"> = query === "" ? { limit: pageSize } : { limit: pageSize, query };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...callKey("groups.mine", input), "pages"],
    queryFn: ({ pageParam }) => callApi("groups.mine", pageParam === null ? input : { ...input, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  return {
    groups: data?.pages.flatMap((page) => page.groups),
    total: data?.pages[0]?.total ?? 0,
    error,
    retry: () => void refetch(),
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
