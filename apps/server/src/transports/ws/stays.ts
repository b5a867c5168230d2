import type { Entry, PrincipalId, ServerEvent } from "@qunxin/protocol";
import type { Channel } from "./channel.ts";

/** Who follows a channel, and from which entry on; with several devices, from the earliest. */
export function startsIn(channel: Channel): ReadonlyMap<PrincipalId, number> {
  const starts = new Map<PrincipalId, number>();
  for (const connection of channel.connections()) {
    const { personId } = connection;
    starts.set(personId, Math.min(starts.get(personId) ?? Infinity, channel.startOf(connection)));
  }
  return starts;
}

/** Why somebody is not in any more, as far as the newest entries tell: dissolving is always the last one. */
export function whyGone(id: PrincipalId, entries: readonly Entry[]): LeftReason {
  for (const { body } of entries.toReversed()) {
    if (body.kind === "dissolved") return "dissolved";
    // Of many, only the first are named.
    if (body.kind === "members_left" && (body.members.includes(id) || body.count > body.members.length))
      return body.way;
  }
  return "removed";
}

export type LeftReason = Extract<ServerEvent, { type: "conversation.removed" }>["reason"];
