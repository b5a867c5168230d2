import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { create } from "zustand";

/** Counts changes made here, so that trees drop what they had loaded. */
const useRevision = create<{ revision: number }>(() => ({ revision: 0 }));

/** A number that grows with every change of the directory made on this page. */
export function useDirectoryRevision(): number {
  return useRevision((state) => state.revision);
}

/** Call after a change of people or departments: everything read about them is asked for again. */
export function useDirectoryChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    useRevision.setState(({ revision }) => ({ revision: revision + 1 }));
    void forget(queries);
  };
}

function forget(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey }) => typeof queryKey[0] === "string" && queryKey[0].startsWith("directory."),
  });
}
