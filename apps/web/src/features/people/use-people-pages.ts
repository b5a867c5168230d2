import type { CallInput, PersonRow } from "@qunxin/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";

const pageSize = 100;

export interface PeoplePages {
  people: PersonRow[] | undefined;
  total: number;
  error: Error | null;
  retry: () => void;
  /** Loads the next page, if there is one; may be called again and again. */
  loadMore: () => void;
}

/** People of a department, or external contacts, page by page. */
export function usePeoplePages(input: Omit<CallInput<"directory.people">, "cursor" | "limit">): PeoplePages {
  const asked = { ...input, limit: pageSize };
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...callKey("directory.people", asked), "pages"],
    queryFn: ({ pageParam }) =>
      callApi("directory.people", pageParam === null ? asked : { ...asked, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return {
    people: data?.pages.flatMap((page) => page.people),
    total: data?.pages[0]?.total ?? 0,
    error,
    retry: () => void refetch(),
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
