import { type Brief, fail, limits, type PrincipalId } from "@qunxin/protocol";
import { type AttemptLimit, createAttemptLimit } from "../../platform/attempt-limit.ts";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import { briefOf } from "./briefs.ts";
import type { GroupsDeps } from "./deps.ts";
import {
  insertJoinRequests,
  readInviteByToken,
  readWaitingRequests,
  type StoredInvite,
  settleRequests,
  useInvite,
} from "./invite-store.ts";
import { letIn } from "./membership.ts";
import { holdPeople, readPeople } from "./people-store.ts";
import { memberLimit } from "./rules.ts";
import { type Group, lockGroups, readGroup, readPlace } from "./store.ts";

/** Of one person, before they must wait: links are followed, not guessed. */
const unknownLinks = { attempts: 100, windowMs: 5 * 60_000, name: "links" };

/** How many links that lead nowhere a person has tried, over all calls that take one. */
export function limitOfLinks(deps: GroupsDeps): AttemptLimit {
  return createAttemptLimit(deps, unknownLinks);
}

/** What an invitation leads to. */
export function invitation(deps: GroupsDeps, links: AttemptLimit): UseCase<"groups.invitation"> {
  return async ({ token }, actor) => {
    links.judge(actor.id);
    const invite = await readInviteByToken(deps.reading, token);
    const group = invite && (await readGroup(deps.reading, invite.groupId));
    if (!invite || !group) return leadsNowhere(links, actor);
    const state = await stateOf(deps, deps.reading, group, actor);
    if (state !== "member") checkWorks(invite, group, deps.clock.now());
    return {
      groupId: group.id,
      name: group.name,
      type: group.type,
      memberCount: group.memberCount,
      memberLimit: memberLimit(group.type, await deps.company.policy(), group.ownerId),
      invitedBy: await inviterOf(deps, actor, invite.createdBy),
      joinApproval: group.options.joinApproval,
      state,
    };
  };
}

/** Joins by invitation, or asks to; whoever is in or waits already stays so. Acceptance 33. */
export function join(deps: GroupsDeps, links: AttemptLimit): UseCase<"groups.join"> {
  return ({ token }, actor) =>
    deps.transact(async (tx) => {
      links.judge(actor.id);
      const held = await holdPeople(tx, [actor.id]);
      const groupId = (await readInviteByToken(tx, token))?.groupId;
      const [group] = groupId ? await lockGroups(tx, [groupId]) : [];
      // Read again under the lock: it may have been used up or revoked while we waited.
      const invite = group && (await readInviteByToken(tx, token));
      if (!invite) return leadsNowhere(links, actor);
      const state = await stateOf(deps, tx, group, actor);
      if (state !== "open") return { groupId: group.id, state };
      checkWorks(invite, group, deps.clock.now());
      if (!held.get(actor.id)?.active) fail("identity/signed_out");
      return { groupId: group.id, state: await comeIn(deps, tx, { group, invite, actor }) };
    });
}

function leadsNowhere(links: AttemptLimit, { id }: Actor): never {
  links.note(id);
  return fail("groups/invite_not_found");
}

/** Whoever holds an invitation learns the name of who made it, also an external person who knows nobody yet. */
async function inviterOf(deps: GroupsDeps, actor: Actor, id: PrincipalId): Promise<Brief> {
  const brief = await briefOf(deps, actor, id);
  if (brief.name !== "") return brief;
  return { ...brief, name: (await readPeople(deps.reading, [id])).get(id)?.name ?? "" };
}

/** When a request that nobody decides ends. */
export function joinRequestExpiry(now: Date): Date {
  return new Date(now.getTime() + limits.joinRequestMs);
}

/** @throws groups/member_limit when a locked group has no seat left */
export async function checkSeat(deps: GroupsDeps, group: Group): Promise<void> {
  const limit = memberLimit(group.type, await deps.company.policy(), group.ownerId);
  if (limit !== null && group.memberCount >= limit) fail("groups/member_limit", { limit, free: 0 });
}

async function comeIn(
  deps: GroupsDeps,
  tx: Tx,
  { group, invite, actor }: { group: Group; invite: StoredInvite; actor: Actor },
): Promise<"member" | "waiting"> {
  const external = actor.kind === "external";
  if (external && group.type !== "customer") fail("groups/external_not_allowed");
  if (!group.options.joinApproval) await checkSeat(deps, group);
  if (!(await useInvite(tx, invite.id))) fail("groups/invite_used_up");
  const now = deps.clock.now();
  if (group.options.joinApproval) {
    const asked = { invitedBy: invite.createdBy, inviteId: invite.id, at: now, expiresAt: joinRequestExpiry(now) };
    await insertJoinRequests(tx, group.id, [{ personId: actor.id, way: invite.kind }], asked);
    return "waiting";
  }
  await letIn(deps, tx, group, [{ id: actor.id, external, way: invite.kind, byHand: true }], actor.id);
  await settleRequests(tx, group.id, [actor.id], now);
  return "member";
}

async function stateOf(
  { clock }: GroupsDeps,
  reading: Reading,
  group: Group,
  actor: Actor,
): Promise<"open" | "member" | "waiting"> {
  if (group.state === "dissolved") return "open";
  if ((await readPlace(reading, group.id, actor.id))?.present) return "member";
  const waiting = await readWaitingRequests(reading, group.id, clock.now(), { personId: actor.id });
  return waiting.length > 0 && group.options.joinApproval ? "waiting" : "open";
}

function checkWorks(invite: StoredInvite, group: Group, now: Date): void {
  if (group.state === "dissolved") fail("conversations/dissolved");
  if (invite.revokedAt || !invite.makerActive) fail("groups/invite_revoked");
  if (invite.expiresAt <= now) fail("groups/invite_expired");
  if (invite.maxUses !== null && invite.uses >= invite.maxUses) fail("groups/invite_used_up");
}
