import { type CallArgs, fail } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { briefsOf } from "./briefs.ts";
import type { GroupsDeps } from "./deps.ts";
import { decideRequest, readWaitingRequests } from "./invite-store.ts";
import { checkSeat } from "./joining.ts";
import { letIn } from "./membership.ts";
import { holdPeople } from "./people-store.ts";
import { isStaff } from "./rules.ts";
import { demand, lockSeat, type Seat, seatOf } from "./seat.ts";
import { readPlace } from "./store.ts";

/** Who waits to come in. */
export function joinRequests(deps: GroupsDeps): UseCase<"groups.joinRequests"> {
  return async ({ groupId }, actor) => {
    demandDecision(await seatOf(deps, actor, groupId));
    const waiting = await readWaitingRequests(deps.reading, groupId, deps.clock.now());
    const ids = waiting.flatMap(({ personId, invitedBy }) => (invitedBy ? [personId, invitedBy] : [personId]));
    const briefs = await briefsOf(deps, actor, ids);
    const requests = waiting.map(({ id, personId, way, invitedBy, askedAt, expiresAt }) => ({
      id,
      person: briefs(personId),
      way,
      invitedBy: invitedBy && briefs(invitedBy),
      askedAt: askedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
    return { requests };
  };
}

/** Lets somebody in who waits, or refuses them. The seat is taken now (reading R2). */
export function decideJoin(deps: GroupsDeps): UseCase<"groups.decideJoin"> {
  return (args, actor) => deps.transact((tx) => decide(deps, tx, args, actor));
}

async function decide(
  deps: GroupsDeps,
  tx: Tx,
  args: CallArgs<"groups.decideJoin">,
  actor: Actor,
): Promise<Record<string, never>> {
  const now = deps.clock.now();
  const find = async () => (await readWaitingRequests(tx, args.groupId, now, { id: args.joinRequestId }))[0];
  const personId = (await find())?.personId;
  const held = await holdPeople(tx, personId ? [personId] : []);
  const seat = await lockSeat(deps, tx, actor, args.groupId);
  demandDecision(seat);
  const request = await find();
  const person = request && held.get(request.personId);
  if (!request || !person) return fail("groups/join_request_not_found");
  await decideRequest(tx, request.id, { approved: args.approve, by: actor.id, at: now });
  if (!args.approve) return {};
  if (!person.active) fail("directory/person_inactive");
  if ((await readPlace(tx, args.groupId, person.id))?.present) return {};
  await checkSeat(deps, seat.group);
  const external = person.kind === "external";
  await letIn(deps, tx, seat.group, [{ id: person.id, external, way: request.way, byHand: true }], actor.id);
  return {};
}

/** Only the owner and administrators confirm (入群确认), and only those of them who may invite. */
function demandDecision(seat: Seat): void {
  demand(seat, "invite");
  if (!isStaff(seat.role)) fail("access/permission_denied", { right: "invite" });
}
