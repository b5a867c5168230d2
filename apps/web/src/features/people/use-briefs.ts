import { type Brief, limits, type PrincipalId } from "@qunxin/protocol";
import { useQueries } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";

export interface Briefs {
  /** Picks people out, leaving out who is not visible or not loaded yet. */
  (wanted: readonly PrincipalId[]): Brief[];
  /** Everything that was asked for was answered or failed. */
  settled: boolean;
}

/** Names and avatars of the given people. */
export function useBriefs(ids: readonly PrincipalId[]): Briefs {
  const { known, settled } = useQueries({
    queries: chunksOf([...new Set(ids)].sort(), limits.briefsPerCall).map((chunk) => ({
      queryKey: callKey("directory.briefs", { ids: chunk }),
      queryFn: () => callApi("directory.briefs", { ids: chunk }),
      staleTime: 5 * 60_000,
    })),
    combine: (answers) => ({
      known: new Map(answers.flatMap(({ data }) => data?.people ?? []).map((brief) => [brief.id, brief] as const)),
      settled: answers.every((answer) => !answer.isPending),
    }),
  });
  return Object.assign((wanted: readonly PrincipalId[]) => wanted.flatMap((id) => known.get(id) ?? []), { settled });
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
  return chunks;
}
