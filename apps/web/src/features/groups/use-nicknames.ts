import type { CallOutput, ConversationId, GroupDetails, PrincipalId } from "@qunxin/protocol";
import { useQuery } from "@tanstack/react-query";
import { createContext } from "react";
import { callApi } from "../../app/api.ts";
import { useShell } from "../../app/shell-state.ts";

/** What members call themselves in a group, by id; who has no nickname is not in it. */
export type Nicknames = ReadonlyMap<PrincipalId, string>;

const none: Nicknames = new Map();
const pageSize = 200;
// News of a change comes at once; what a broken connection missed is asked for when one comes back.
const freshForMs = 60_000;

/** Nicknames of the conversation that is shown around the component; empty where real names hold. */
export const NicknamesContext = createContext<Nicknames>(none);

/** Nicknames of a group's members; empty while loading and where the group insists on real names. */
export function useNicknames(group: GroupDetails | undefined): Nicknames {
  const allowed = group !== undefined && !group.options.realNames && group.can.seeMembers;
  const { data } = useQuery({
    // Named like the call, so that it is asked again together with the members.
    queryKey: ["groups.members", { groupId: group?.id }, "nicknames"],
    queryFn: () => fetchNicknames(group?.id as ConversationId),
    enabled: allowed,
    staleTime: freshForMs,
  });
  return (allowed && data) || none;
}

/** One's own nickname in the group; undefined without one. */
export function useMyNickname(group: GroupDetails): string | undefined {
  const me = useShell((state) => state.me?.id);
  const nicknames = useNicknames(group);
  return me && nicknames.get(me);
}

async function fetchNicknames(groupId: ConversationId): Promise<Nicknames> {
  const found = new Map<PrincipalId, string>();
  let cursor: string | null = null;
  do {
    const page: CallOutput<"groups.members"> = await callApi("groups.members", {
      groupId,
      limit: pageSize,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const { person, nickname } of page.members) if (nickname) found.set(person.id, nickname);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
