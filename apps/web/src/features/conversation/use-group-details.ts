import type { CallOutput, ConversationId, GroupRole, PrincipalId } from "@qunxin/protocol";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { callKey, useCall } from "../../app/api.ts";
import { client, useStore } from "../../app/live.ts";

export type GroupDetails = CallOutput<"groups.get">;

/** A group with what the viewer may do there; asked again whenever the group changes. */
export function useGroupDetails(id: ConversationId, enabled: boolean): UseQueryResult<GroupDetails> {
  const queries = useQueryClient();
  const changes = useStore(client.groupChanges.of(id));
  useEffect(() => {
    if (changes === 0) return;
    void queries.invalidateQueries({ queryKey: callKey("groups.get", { groupId: id }) });
    void queries.invalidateQueries({ queryKey: ["groups.members"] });
  }, [changes, id, queries]);
  return useCall("groups.get", { groupId: id }, { enabled });
}

/** Owner and administrators by id; members come in that order, so one page holds them all. */
export function useStaff(details: GroupDetails | undefined): ReadonlyMap<PrincipalId, GroupRole> {
  const { data } = useCall(
    "groups.members",
    { groupId: details?.id as ConversationId, limit: 30 },
    { enabled: details?.can.seeMembers ?? false },
  );
  const staff = new Map<PrincipalId, GroupRole>(details?.ownerId ? [[details.ownerId, "owner"]] : []);
  for (const { person, role } of data?.members ?? []) {
    if (role === "owner" || role === "administrator") staff.set(person.id, role);
  }
  return staff;
}
