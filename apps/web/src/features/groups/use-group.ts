import type { CallInput, CallName, CallOutput, ConversationId } from "@qunxin/protocol";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { callApi, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { client, useStore } from "../../app/live.ts";
import { toast } from "../../ui/index.ts";

/** Calls whose answers an act on a group may change. */
const about = ["groups.get", "groups.members", "groups.invites", "groups.joinRequests"] as const;

/** A group with what one may do there; asked again whenever something happens in it. */
export function useGroup(groupId: ConversationId): UseQueryResult<CallOutput<"groups.get">> {
  const refresh = useGroupRefresh(groupId);
  const changes = useStore(client.groupChanges.of(groupId));
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    refresh();
  });
  return useCall("groups.get", { groupId }, { refetchOnMount: "always" });
}

/** Asks again for everything shown of a group. */
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

type GroupAct = Extract<CallName, `groups.${string}`>;

/** Does something to a group: says what was done or why not, shows the new state, and answers whether it was done. */
export function useGroupAct(groupId: ConversationId) {
  const refresh = useGroupRefresh(groupId);
  return async <Name extends GroupAct>(name: Name, input: CallInput<Name>, done?: string): Promise<boolean> => {
    try {
      await callApi(name, input);
      if (done !== undefined) toast.ok(done);
      return true;
    } catch (error) {
      toast.error(failureText(error));
      return false;
    } finally {
      refresh();
    }
  };
}
