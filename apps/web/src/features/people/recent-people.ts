import type { ConversationItem } from "@qunxin/client";
import type { PrincipalId } from "@qunxin/protocol";

/** How many people are offered: more than a screen or two is what search is for. */
export const recentPeopleMax = 50;

/**
 * Whom one dealt with lately, the latest first, each once, without `me`: the other side of direct conversations; of a
 * group who spoke last and then the faces of its mosaic. Told by the conversation list alone, in whatever order it is.
 */
export function recentPeople(items: readonly ConversationItem[], me: PrincipalId | undefined): PrincipalId[] {
  const latestFirst = [...items].sort((a, b) => (b.last?.at ?? "").localeCompare(a.last?.at ?? ""));
  const found = new Set<PrincipalId>();
  for (const item of latestFirst) {
    for (const id of peopleOf(item)) if (id !== me && found.size < recentPeopleMax) found.add(id);
    if (found.size === recentPeopleMax) break;
  }
  return [...found];
}

function peopleOf({ peerId, last, mosaic }: ConversationItem): readonly PrincipalId[] {
  if (peerId) return [peerId];
  return last?.by && last.body.kind === "message" ? [last.by, ...mosaic] : mosaic;
}
