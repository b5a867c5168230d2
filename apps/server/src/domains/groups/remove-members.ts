import { fail } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { GroupsDeps } from "./deps.ts";
import { letOut } from "./membership.ts";
import { mayActOn } from "./rules.ts";
import { demand, lockSeat, type Seat } from "./seat.ts";
import { type Occupant, readOccupants } from "./store.ts";

/** Removes members, all or none; following departments never puts them back. Acceptance 9, 12, 31. */
export function removeMembers(deps: GroupsDeps): UseCase<"groups.removeMembers"> {
  return ({ groupId, members }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      if (seat.group.type === "all_staff") fail("groups/all_staff_fixed_membership");
      demand(seat, "remove");
      const targets = await readOccupants(tx, groupId, members);
      checkEmployeeStays(seat, targets);
      if (targets.some(({ role }) => !mayActOn(seat.role, role))) fail("groups/target_outranks");
      const leavers = targets.map(({ id, role }) => ({ id, external: role === "external" }));
      await letOut(deps, tx, seat.group, leavers, { way: "removed", by: actor.id, keepOut: true });
      return { removed: targets.map(({ id }) => id) };
    });
}

function checkEmployeeStays({ group }: Seat, targets: readonly Occupant[]): void {
  const going = targets.filter(({ role }) => role !== "external").length;
  const staying = group.memberCount - group.externalCount - going;
  if (group.type === "customer" && staying === 0) fail("groups/needs_employee");
}
