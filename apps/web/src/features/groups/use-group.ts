import type { CallOutput, ConversationId } from "@qunxin/protocol";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useCall } from "../../app/api.ts";

/** Calls whose answers an act on a group may change. */
const about = ["groups.get", "groups.members", "groups.invites", "groups.joinRequests"] as const;

/** A group with what one may do there. */
export function useGroup(groupId: ConversationId): UseQueryResult<CallOutput<"groups.get">> {
  return useCall("groups.get", { groupId }, { refetchOnMount: "always" });
}

/** Asks again for everything shown of a group; call it after each act. */
export function useGroupRefresh(groupId: ConversationId): () => void {
  const queries = useQueryClient();
  return () => {
    for (const name of about) {
      void queries.invalidateQueries({
        queryKey: [name],
        predicate: ({ queryKey }) => (queryKey[1] as { groupId?: string } | undefined)?.groupId === groupId,
      });
    }
    void queries.invalidateQueries({ queryKey: ["groups.mine"] });
  };
}
