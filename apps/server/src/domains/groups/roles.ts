import { type ConversationId, fail, type GroupRole, limits, type PrincipalId } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { changeOwner } from "./membership.ts";
import { holdPeople } from "./people-store.ts";
import { demand, lockSeat } from "./seat.ts";
import { countAdministrators, type Occupant, readOccupants } from "./store.ts";

/** Makes another member the owner; the former one becomes a member. */
export function handOver(deps: GroupsDeps): UseCase<"groups.handOver"> {
  return ({ groupId, to }, actor) =>
    deps.transact(async (tx) => {
      await holdPeople(tx, [to]);
      const seat = await lockSeat(deps, tx, actor, groupId);
      // A retry finds the group handed over already, and oneself no longer its owner.
      if (seat.group.ownerId === to && seat.role === "member") return {};
      demand(seat, "handOver");
      const target = await targetOf(tx, groupId, to);
      if (target.role === "owner") return {};
      if (target.kind !== "employee" || target.status !== "active") fail("groups/owner_not_eligible");
      await changeOwner(deps, tx, seat.group, to, actor.id);
      return {};
    });
}

/** Appoints an administrator of the group, or dismisses one. Acceptance 32. */
export function setAdministrator(deps: GroupsDeps): UseCase<"groups.setAdministrator"> {
  return ({ groupId, member, administrator }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "appoint");
      const target = await targetOf(tx, groupId, member);
      if (target.role === "owner") fail("groups/already_owner");
      if (target.role === "external") fail("groups/owner_not_eligible");
      const role: GroupRole = administrator ? "administrator" : "member";
      if (target.role === role) return {};
      const limit = limits.groupAdministrators;
      if (administrator && (await countAdministrators(tx, groupId)) >= limit) {
        fail("groups/administrator_limit", { limit });
      }
      const body = { kind: "role_changed", member, role } as const;
      await deps.log.setRoles(tx, groupId, [{ id: member, role }], { body, by: actor.id });
      return {};
    });
}

/** @throws groups/not_a_member */
export async function targetOf(tx: Tx, groupId: ConversationId, id: PrincipalId): Promise<Occupant> {
  const [target] = await readOccupants(tx, groupId, [id]);
  return target ?? fail("groups/not_a_member");
}
