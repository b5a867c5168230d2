import type { CallInput, CallOutput } from "@qunxin/protocol";
import { useInfiniteQuery } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";

/** Calls that answer a page and where the next one begins. */
type PagedCall = "directory.people" | "directory.importErrors" | "directory.importChanges" | "retention.groups";

/** All pages of a read call that were asked for so far, the first at once. */
export function usePages<Name extends PagedCall>(
  name: Name,
  input: CallInput<Name>,
  options: { enabled?: boolean } = {},
) {
  return useInfiniteQuery({
    ...options,
    queryKey: [...callKey(name, input), "pages"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const page = pageParam === undefined ? input : { ...input, cursor: pageParam };
      return callApi(name, page as CallInput<Name>) as Promise<CallOutput<Name>>;
    },
    getNextPageParam: (page: CallOutput<Name>) => page.nextCursor ?? undefined,
  });
}
