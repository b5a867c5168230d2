import {
  type ConversationId,
  fail,
  type GroupAbilities,
  type GroupRole,
  type Policy,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { abilities, matrixOf, type Standing } from "./rules.ts";
import { type Group, lockGroups, type Place, readGroup, readPlace, sawTheEnd } from "./store.ts";

/** The actor in a group: what a use case decides by. */
export interface Seat {
  readonly id: PrincipalId;
  readonly role: GroupRole;
  readonly group: Group;
  readonly policy: Policy;
  readonly standing: Standing;
  readonly can: GroupAbilities;
}

/**
 * Takes the actor's seat in a group for reading.
 * @throws groups/not_found when the actor is not in it, or it was dissolved.
 */
export async function seatOf(deps: GroupsDeps, actor: Actor, groupId: ConversationId): Promise<Seat> {
  const group = await readGroup(deps.reading, groupId);
  const place = group?.state === "active" ? await readPlace(deps.reading, groupId, actor.id) : null;
  if (!group || !place?.present) return fail("groups/not_found");
  return seat(deps, actor, group, place);
}

/**
 * Takes the actor's seat for a change: the group stays locked until the transaction ends, so that changes of one group
 * happen one after the other.
 * @throws groups/not_found; `afterwards` to those who were in it when it was dissolved.
 */
export async function lockSeat(
  deps: GroupsDeps,
  tx: Tx,
  actor: Actor,
  groupId: ConversationId,
  afterwards: "conversations/dissolved" | "groups/not_found" = "conversations/dissolved",
): Promise<Seat> {
  const [group] = await lockGroups(tx, [groupId]);
  if (!group) return fail("groups/not_found");
  if (group.state === "dissolved") {
    return fail((await sawTheEnd(tx, groupId, actor.id)) ? afterwards : "groups/not_found");
  }
  const place = await readPlace(tx, groupId, actor.id);
  if (!place?.present) return fail("groups/not_found");
  return seat(deps, actor, group, place);
}

/** @throws access/permission_denied unless the seat has that ability. */
export function demand(seat: Seat, ability: keyof GroupAbilities): void {
  if (!seat.can[ability]) fail("access/permission_denied", { right: ability });
}

async function seat(deps: GroupsDeps, actor: Actor, group: Group, place: Place): Promise<Seat> {
  const policy = await deps.company.policy();
  const standing: Standing = {
    role: place.role,
    type: group.type,
    state: group.state,
    options: group.options,
    cells: matrixOf(policy, group.options.rights),
    memberCount: group.memberCount,
    externalCount: group.externalCount,
    mutedUntil: place.mutedUntil,
    memberMentionAllUpTo: policy.memberMentionAllUpTo,
    companyAdministrator: actor.administrator,
  };
  const can = abilities(standing, deps.clock.now());
  return { id: actor.id, role: place.role, group, policy, standing, can };
}
