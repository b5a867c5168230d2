import { type CallArgs, fail } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { changeOwner, end, letOut } from "./membership.ts";
import { lockSeat } from "./seat.ts";
import { successorOf } from "./succession.ts";

/** Leaves a group; an owner passes it on, the last one ends it. Acceptance 9, 12, 39; reading R21. */
export function leave(deps: GroupsDeps): UseCase<"groups.leave"> {
  return (args, actor) => deps.transact((tx) => go(deps, tx, args, actor));
}

async function go(
  deps: GroupsDeps,
  tx: Tx,
  args: CallArgs<"groups.leave">,
  actor: Actor,
): Promise<Record<string, never>> {
  // A group that has ended is one nobody is in: there is nothing left to leave.
  const seat = await lockSeat(deps, tx, actor, args.groupId, "groups/not_found");
  const { group } = seat;
  if (group.type === "all_staff") fail("groups/all_staff_fixed_membership");
  if (group.memberCount === 1) {
    await end(deps, tx, group, actor.id);
    return {};
  }
  if (!seat.can.leave) fail("groups/needs_employee");
  if (seat.role === "owner") {
    const to = await successorOf(tx, group, args.successorId ?? null);
    if (!to) return fail("groups/owner_not_eligible");
    await changeOwner(deps, tx, group, to, actor.id);
  }
  const leaver = { id: actor.id, external: seat.role === "external" };
  await letOut(deps, tx, group, [leaver], { way: "left", by: actor.id, keepOut: true });
  return {};
}
