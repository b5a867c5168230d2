import { type CallArgs, type CallOutput, fail, type JoinWay, type PrincipalId, type Refusal } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { choose } from "./choose.ts";
import type { GroupsDeps } from "./deps.ts";
import { insertJoinRequests } from "./invite-store.ts";
import { joinRequestExpiry } from "./joining.ts";
import { letIn } from "./membership.ts";
import { type Candidate, type Chosen, holdPeople } from "./people-store.ts";
import { isStaff, memberLimit } from "./rules.ts";
import { demand, lockSeat, type Seat } from "./seat.ts";
import { readOccupants } from "./store.ts";

type Output = CallOutput<"groups.addMembers">;

/** Adds the people of a selection to a group, all or as many as fit. Acceptance 1-3, 5, 10, 11, 33. */
export function addMembers(deps: GroupsDeps): UseCase<"groups.addMembers"> {
  return (args, actor) => deps.transact((tx) => add(deps, tx, args, actor));
}

async function add(deps: GroupsDeps, tx: Tx, args: CallArgs<"groups.addMembers">, actor: Actor): Promise<Output> {
  const chosen = await choose(deps, tx, actor, args.selection);
  const held = await holdPeople(
    tx,
    chosen.map(({ id }) => id),
  );
  const seat = await lockSeat(deps, tx, actor, args.groupId);
  if (seat.group.type === "all_staff") refuseForAllStaff(chosen);
  demand(seat, "invite");
  if (chosen.length === 0) fail("groups/nothing_selected");
  const inside = await readOccupants(
    tx,
    seat.group.id,
    chosen.map(({ id }) => id),
  );
  await keepThoseInside(deps, tx, seat, chosen, new Set(inside.map(({ id }) => id)));
  const outside = chosen.filter(({ id }) => !inside.some((occupant) => occupant.id === id));
  const waits = seat.group.options.joinApproval && !isStaff(seat.role);
  // Who waits for approval takes no seat yet (reading R2).
  const { fit, refused } = sort(seat, outside, held, waits ? Number.POSITIVE_INFINITY : freeSeats(seat));
  const first = refused[0];
  if (first && !args.partial) failWith(first, seat);
  if (waits) return { added: [], refused, waiting: await ask(deps, tx, seat, fit) };
  await letIn(deps, tx, seat.group, fit.map(asNewcomer), actor.id);
  return { added: fit.map(({ id }) => id), refused, waiting: [] };
}

function refuseForAllStaff(chosen: readonly Chosen[]): never {
  if (chosen.some(({ kind }) => kind === "external")) return fail("groups/external_not_allowed");
  return fail("groups/all_staff_fixed_membership");
}

/** Somebody whom a department brought is now wanted by a person too, and stays whatever the department does. */
async function keepThoseInside(
  { log }: GroupsDeps,
  tx: Tx,
  seat: Seat,
  chosen: readonly Chosen[],
  inside: ReadonlySet<PrincipalId>,
): Promise<void> {
  const ids = chosen.filter(({ id, byHand }) => byHand && inside.has(id)).map(({ id }) => id);
  if (ids.length > 0 && seat.group.followsDepartments) await log.keepByHand(tx, seat.group.id, ids);
}

function freeSeats({ group, policy }: Seat): number {
  const limit = memberLimit(group.type, policy, group.ownerId);
  return limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit - group.memberCount);
}

function sort(
  { group }: Seat,
  people: readonly Chosen[],
  held: ReadonlyMap<PrincipalId, Candidate>,
  free: number,
): { fit: Chosen[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const fit: Chosen[] = [];
  for (const person of people) {
    if (!held.get(person.id)?.active) refused.push({ id: person.id, code: "directory/person_inactive" });
    else if (person.kind === "external" && group.type !== "customer") {
      refused.push({ id: person.id, code: "groups/external_not_allowed" });
    } else if (fit.length >= free) refused.push({ id: person.id, code: "groups/member_limit" });
    else fit.push(person);
  }
  return { fit, refused };
}

function failWith({ code }: Refusal, seat: Seat): never {
  if (code !== "groups/member_limit") return fail(code);
  const limit = memberLimit(seat.group.type, seat.policy, seat.group.ownerId) ?? 0;
  return fail(code, { limit, free: Math.max(0, limit - seat.group.memberCount) });
}

async function ask(deps: GroupsDeps, tx: Tx, seat: Seat, people: readonly Chosen[]): Promise<PrincipalId[]> {
  const now = deps.clock.now();
  const requests = people.map((person) => ({ personId: person.id, way: wayOf(person) }));
  const asked = { invitedBy: seat.id, inviteId: null, at: now, expiresAt: joinRequestExpiry(now) };
  await insertJoinRequests(tx, seat.group.id, requests, asked);
  return people.map(({ id }) => id);
}

function asNewcomer(person: Chosen) {
  return { id: person.id, external: person.kind === "external", way: wayOf(person), byHand: true };
}

function wayOf({ byHand }: Chosen): JoinWay {
  return byHand ? "picked" : "department";
}
