import type { CallInput, CallOutput, SearchHit } from "@qunxin/protocol";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { callApi, callKey } from "../../app/api.ts";

type Groups = NonNullable<CallOutput<"search.messages">["groups"]>;

export interface MessageSearch {
  hits: readonly SearchHit[];
  /** How many hits which conversation has; null until known. */
  groups: Groups | null;
  /** Nothing is known yet about what is looked for now. */
  searching: boolean;
  /** There are more, which may be on their way. */
  more: boolean;
  error: Error | null;
  retry: () => void;
  /** Loads the next page, if there is one; may be called again and again. */
  loadMore: () => void;
}

/** A page may come with fewer hits than it has room for; so many are fetched before the person scrolls. */
const enoughHits = 15;

/** Messages that fit, page by page; none for null. */
export function useMessageSearch(input: CallInput<"search.messages"> | null): MessageSearch {
  const asked = input ?? { text: "" };
  const { data, error, refetch, hasNextPage, isFetching, isPlaceholderData, fetchNextPage, isPending } =
    useInfiniteQuery({
      enabled: input !== null,
      queryKey: [...callKey("search.messages", asked), "pages"],
      queryFn: ({ pageParam }) =>
        callApi("search.messages", pageParam === null ? asked : { ...asked, cursor: pageParam }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.nextCursor,
      // Older hits stay until there are newer ones: a list that vanishes with every letter cannot be read.
      placeholderData: keepPreviousData,
      networkMode: "always",
    });
  const hits = input && data ? data.pages.flatMap((page) => page.hits) : none;
  const starved = hasNextPage && !isFetching && !error && hits.length < enoughHits;
  useEffect(() => {
    if (starved) void fetchNextPage();
  }, [starved, fetchNextPage]);
  return {
    hits,
    groups: (input && data?.pages[0]?.groups) || null,
    searching: input !== null && !error && (isPending || isPlaceholderData || (hits.length === 0 && hasNextPage)),
    more: input !== null && hasNextPage,
    error,
    retry: () => void (data && !isPlaceholderData ? fetchNextPage() : refetch()),
    loadMore: () => {
      if (hasNextPage && !isFetching && !error) void fetchNextPage();
    },
  };
}

const none: readonly SearchHit[] = [];
