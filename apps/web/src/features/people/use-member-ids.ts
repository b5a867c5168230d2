import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { useQuery } from "@tanstack/react-query";
import { callApi } from "../../app/api.ts";

const pageSize = 200;
const nobody: ReadonlySet<PrincipalId> = new Set();

/** Everybody in a group, to mark them where people are added to it; nobody for a group that is only being made. */
export function useMemberIds(groupId: ConversationId | undefined): ReadonlySet<PrincipalId> {
  const { data } = useQuery({
    queryKey: ["groups.members", { groupId }, "ids"],
    queryFn: () => (groupId ? fetchIds(groupId) : nobody),
    enabled: groupId !== undefined,
  });
  return data ?? nobody;
}

async function fetchIds(groupId: ConversationId): Promise<ReadonlySet<PrincipalId>> {
  const ids = new Set<PrincipalId>();
  let cursor: string | null = null;
  do {
    const input = { groupId, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    const page: Awaited<ReturnType<typeof callApi<"groups.members">>> = await callApi("groups.members", input);
    for (const { person } of page.members) ids.add(person.id);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
