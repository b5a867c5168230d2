import { type ConversationId, fail } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";
import type { UseCase } from "../../platform/caller.ts";
import type { GroupsDeps } from "./deps.ts";
import { targetOf } from "./roles.ts";
import { mayActOn } from "./rules.ts";
import { demand, lockSeat } from "./seat.ts";
import { readPlace } from "./store.ts";

/** What members see of a group changed without an entry of its log. */
export const groupChanged = topic<{ readonly conversationId: ConversationId }>("groups.changed");

/** Silences one member below the actor until a time; a time that has passed lifts it. */
export function muteMember(deps: GroupsDeps): UseCase<"groups.muteMember"> {
  return ({ groupId, member, until }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "muteMembers");
      const target = await targetOf(tx, groupId, member);
      if (!mayActOn(seat.role, target.role)) fail("groups/target_outranks");
      const now = deps.clock.now();
      const mutedUntil = until !== null && new Date(until) > now ? new Date(until) : null;
      const before = target.mutedUntil && target.mutedUntil > now ? target.mutedUntil : null;
      if (mutedUntil?.getTime() === before?.getTime()) return {};
      const body = { kind: "member_muted", member, until: mutedUntil?.toISOString() ?? null } as const;
      await deps.log.setMuted(tx, groupId, member, mutedUntil, { body, by: actor.id });
      return {};
    });
}

/** Sets one's own name in a group that allows such, and tells its members' devices. Acceptance 41. */
export function setNickname(deps: GroupsDeps): UseCase<"groups.setNickname"> {
  return ({ groupId, nickname }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      if (!seat.can.setNickname) fail("groups/real_name");
      const before = await readPlace(tx, groupId, actor.id);
      if (before?.nickname === nickname) return {};
      await deps.log.setNickname(tx, groupId, actor.id, nickname);
      tx.afterCommit(() => deps.bus.publish(groupChanged, { conversationId: groupId }));
      return {};
    });
}
