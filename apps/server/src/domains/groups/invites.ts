import { type CallArgs, fail, type InviteId, limits } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newId, newSecret } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import type { GroupsDeps } from "./deps.ts";
import { insertInvite, readInvite, readWorkingInvites, revokeInviteRow, toWire } from "./invite-store.ts";
import { isStaff } from "./rules.ts";
import { demand, lockSeat, type Seat, seatOf } from "./seat.ts";

/** Makes an invitation; whoever may invite may (reading R12). One retry key makes one. */
export function createInvite(deps: GroupsDeps): UseCase<"groups.createInvite"> {
  return (args, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, args.groupId);
      if (seat.group.type === "all_staff") fail("groups/all_staff_fixed_membership");
      demand(seat, "invite");
      const request = { actorId: actor.id, key: args.key, call: "groups.createInvite", at: deps.clock.now() };
      return once(tx, request, () => insert(deps, tx, seat, args));
    });
}

/** Invitations that still work: all of them for the owner and administrators, one's own for others who may invite. */
export function listInvites(deps: GroupsDeps): UseCase<"groups.invites"> {
  return async ({ groupId }, actor) => {
    const seat = await seatOf(deps, actor, groupId);
    demand(seat, "invite");
    const invites = await readWorkingInvites(deps.reading, groupId, deps.clock.now());
    return { invites: invites.filter((invite) => isStaff(seat.role) || invite.createdBy === actor.id).map(toWire) };
  };
}

/** Ends an invitation, at once and for good. */
export function revokeInvite(deps: GroupsDeps): UseCase<"groups.revokeInvite"> {
  return ({ groupId, inviteId }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "invite");
      const invite = await readInvite(tx, inviteId);
      const theirs = invite?.groupId === groupId && (isStaff(seat.role) || invite.createdBy === actor.id);
      if (!theirs) fail("groups/invite_not_found");
      await revokeInviteRow(tx, inviteId, deps.clock.now());
      return {};
    });
}

async function insert({ clock }: GroupsDeps, tx: Tx, seat: Seat, args: CallArgs<"groups.createInvite">) {
  const now = clock.now();
  const invite = {
    id: newId<InviteId>(),
    groupId: seat.group.id,
    kind: args.kind,
    token: newSecret(24),
    createdBy: seat.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + (args.validMs ?? limits.inviteDefaultMs)),
    maxUses: args.maxUses ?? null,
  };
  await insertInvite(tx, invite);
  return toWire({ ...invite, uses: 0, revokedAt: null, makerActive: true });
}
