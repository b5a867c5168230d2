import { type CallInput, type ConversationId, limits } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { newKey, openWorld, select, type World } from "./testing.ts";

let world: World;
let boss: Actor;
let lin: Actor;
let ana: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  boss = await world.one({ administrator: true });
  [lin, ana] = (await world.add(2)) as [Actor, Actor];
});
afterAll(() => world.close());

async function invite(groupId: ConversationId, more: Partial<CallInput<"groups.createInvite">> = {}, by = lin) {
  return world.call("groups.createInvite", by, { key: newKey(), groupId, kind: "link", ...more });
}

test("A33 Hand-picking, department and link/QR joining all end in the same member state and the same join event, with the way recorded.", async () => {
  const department = await world.department("售前部");
  const [picked, linked, scanned] = (await world.add(3)) as [Actor, Actor, Actor];
  const [ticked] = (await world.add(1, { department })) as [Actor];
  const groupId = await world.group([lin, ana]);
  await world.call("groups.addMembers", lin, { groupId, selection: select([picked]) });
  const departments = [{ departmentId: department, below: true }];
  await world.call("groups.addMembers", lin, { groupId, selection: { ...select([]), departments } });
  await world.call("groups.join", linked, { token: (await invite(groupId)).token });
  await world.call("groups.join", scanned, { token: (await invite(groupId, { kind: "qr" })).token });
  const joined = [
    [picked, "picked"],
    [ticked, "department"],
    [linked, "link"],
    [scanned, "qr"],
  ] as const;
  expect((await world.bodies(groupId)).slice(1)).toEqual(
    joined.map(([{ id }, way]) => ({ kind: "members_joined", way, members: [id], count: 1 })),
  );
  const { members } = await world.call("groups.members", lin, { groupId });
  expect(members.slice(2).map(({ person, way, role }) => [person.id, way, role])).toEqual(
    joined.map(([{ id }, way]) => [id, way, "member"]),
  );
  const { rows } = await world.pool.query(
    `select distinct present, role, by_hand, kept_out, muted_until, nickname, visible = int8multirange(int8range(joined_seq, null)) as sees
     from members where conversation_id = $1 and principal_id = any($2::uuid[])`,
    [groupId, joined.map(([{ id }]) => id)],
  );
  expect(rows).toEqual([
    { present: true, role: "member", by_hand: true, kept_out: false, muted_until: null, nickname: null, sees: true },
  ]);
});

test("An invitation works until it expires, is revoked, or is used up, and tells which.", async () => {
  const groupId = await world.group([lin, ana]);
  const [first, second, third] = (await world.add(3)) as [Actor, Actor, Actor];
  const once = await invite(groupId, { maxUses: 1 });
  expect(await world.call("groups.invitation", first, { token: once.token })).toMatchObject({
    groupId,
    memberCount: 2,
    state: "open",
    invitedBy: { id: lin.id },
  });
  await world.call("groups.join", first, { token: once.token });
  expect(await world.call("groups.join", first, { token: once.token })).toEqual({ groupId, state: "member" });
  await expect(world.call("groups.join", second, { token: once.token })).rejects.toMatchObject({
    code: "groups/invite_used_up",
    status: 410,
  });
  const revoked = await invite(groupId);
  await world.call("groups.revokeInvite", lin, { groupId, inviteId: revoked.id });
  await world.call("groups.revokeInvite", lin, { groupId, inviteId: revoked.id });
  await expect(world.call("groups.join", second, { token: revoked.token })).rejects.toMatchObject({
    code: "groups/invite_revoked",
  });
  const open = await invite(groupId);
  expect((await world.call("groups.invites", lin, { groupId })).invites.map(({ id }) => id)).toEqual([open.id]);
  world.clock.moveBy(limits.inviteDefaultMs);
  await expect(world.call("groups.invitation", third, { token: open.token })).rejects.toMatchObject({
    code: "groups/invite_expired",
  });
  await expect(world.call("groups.join", third, { token: "guess" })).rejects.toMatchObject({
    code: "groups/invite_not_found",
  });
});

test("However many use an invitation at once, no more come in than it allows.", async () => {
  const groupId = await world.group([lin, ana]);
  const { token } = await invite(groupId, { maxUses: 5 });
  const outcomes = await Promise.allSettled(
    (await world.add(20)).map((one) => world.call("groups.join", one, { token })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  expect(await world.row(groupId)).toMatchObject({ member_count: 7, exact: true });
});

test("An invitation dies with the group, and when its maker leaves the company.", async () => {
  const [wei, kai] = (await world.add(2)) as [Actor, Actor];
  const groupId = await world.group([lin, wei]);
  await world.call("groups.setAdministrator", lin, { groupId, member: wei.id, administrator: true });
  const { token } = await invite(groupId, {}, wei);
  await world.setStatus(boss, wei, "left");
  await expect(world.call("groups.join", kai, { token })).rejects.toMatchObject({ code: "groups/invite_revoked" });
  const other = await invite(groupId);
  await world.call("groups.dissolve", lin, { groupId });
  await expect(world.call("groups.join", kai, { token: other.token })).rejects.toMatchObject({
    code: "conversations/dissolved",
  });
});

test("Where approval is on, who comes by link waits until the owner or an administrator approves or refuses.", async () => {
  const groupId = await world.group([lin, ana], { options: { joinApproval: true } });
  const [wei, kai] = (await world.add(2)) as [Actor, Actor];
  const { token } = await invite(groupId);
  for (const person of [wei, kai]) {
    expect(await world.call("groups.join", person, { token })).toEqual({ groupId, state: "waiting" });
    expect(await world.call("groups.join", person, { token })).toEqual({ groupId, state: "waiting" });
  }
  expect(await world.call("groups.invitation", wei, { token })).toMatchObject({ state: "waiting" });
  const { requests } = await world.call("groups.joinRequests", lin, { groupId });
  expect(requests.map(({ person, way }) => [person.id, way])).toEqual([
    [wei.id, "link"],
    [kai.id, "link"],
  ]);
  const decide = (index: number, approve: boolean, by = lin) =>
    world.call("groups.decideJoin", by, { groupId, joinRequestId: requests[index]?.id as never, approve });
  await expect(decide(0, true, ana)).rejects.toMatchObject({ code: "access/permission_denied" });
  await decide(0, true);
  await decide(1, false);
  await expect(decide(1, true)).rejects.toMatchObject({ code: "groups/join_request_not_found" });
  expect(await world.present(groupId)).toEqual([lin.id, ana.id, wei.id].sort());
});

test("A request that nobody decides within 72 hours ends, and may be made again.", async () => {
  const groupId = await world.group([lin, ana], { options: { joinApproval: true } });
  const [wei] = (await world.add(1)) as [Actor];
  const { token } = await invite(groupId);
  await world.call("groups.join", wei, { token });
  const [request] = (await world.call("groups.joinRequests", lin, { groupId })).requests;
  world.clock.moveBy(limits.joinRequestMs);
  await expect(
    world.call("groups.decideJoin", lin, { groupId, joinRequestId: request?.id as never, approve: true }),
  ).rejects.toMatchObject({ code: "groups/join_request_not_found" });
  expect((await world.call("groups.joinRequests", lin, { groupId })).requests).toEqual([]);
  expect(await world.call("groups.join", wei, { token })).toMatchObject({ state: "waiting" });
  expect((await world.call("groups.joinRequests", lin, { groupId })).requests).toHaveLength(1);
});

test("Members may invite where the group lets them; with approval on, those they invite wait.", async () => {
  const groupId = await world.group([lin, ana]);
  const [wei, kai] = (await world.add(2)) as [Actor, Actor];
  const add = (person: Actor) => world.call("groups.addMembers", ana, { groupId, selection: select([person]) });
  await expect(add(wei)).rejects.toMatchObject({ code: "access/permission_denied" });
  await expect(invite(groupId, {}, ana)).rejects.toMatchObject({ code: "access/permission_denied" });
  await world.call("groups.setOptions", lin, { groupId, options: { rights: { "member.invite": true } } });
  expect(await add(wei)).toMatchObject({ added: [wei.id], waiting: [] });
  await world.call("groups.setOptions", lin, { groupId, options: { joinApproval: true } });
  expect(await add(kai)).toMatchObject({ added: [], waiting: [kai.id] });
  const [request] = (await world.call("groups.joinRequests", lin, { groupId })).requests;
  expect(request).toMatchObject({ person: { id: kai.id }, invitedBy: { id: ana.id }, way: "picked" });
  await world.call("groups.decideJoin", lin, { groupId, joinRequestId: request?.id as never, approve: true });
  expect(await world.present(groupId)).toContain(kai.id);
});

test("An inactive person never comes in: not picked, not by link, not by an old request.", async () => {
  const groupId = await world.group([lin, ana], { options: { joinApproval: true } });
  const [wei] = (await world.add(1)) as [Actor];
  const { token } = await invite(groupId);
  await world.call("groups.join", wei, { token });
  const [request] = (await world.call("groups.joinRequests", lin, { groupId })).requests;
  await world.setStatus(boss, wei, "disabled");
  await expect(
    world.call("groups.decideJoin", lin, { groupId, joinRequestId: request?.id as never, approve: true }),
  ).rejects.toMatchObject({ code: "directory/person_inactive" });
  await world.call("groups.setOptions", lin, { groupId, options: { joinApproval: false } });
  await expect(world.call("groups.join", wei, { token })).rejects.toMatchObject({ code: "identity/signed_out" });
  const selection = select([wei]);
  await expect(world.call("groups.addMembers", lin, { groupId, selection })).rejects.toMatchObject({
    code: "directory/person_inactive",
  });
  expect(await world.call("groups.addMembers", lin, { groupId, selection, partial: true })).toMatchObject({
    refused: [{ id: wei.id, code: "directory/person_inactive" }],
  });
  expect(await world.present(groupId)).toEqual([lin.id, ana.id].sort());
});

test("An external person joins a customer group by link as an external, and no other group.", async () => {
  const [customer] = (await world.add(1, { kind: "external" })) as [Actor];
  const customers = await world.group([lin, ana], { type: "customer" });
  const invitation = await invite(customers);
  const preview = await world.call("groups.invitation", customer, { token: invitation.token });
  expect(preview.invitedBy).toMatchObject({ id: lin.id, name: expect.stringMatching(/^同事/), note: null });
  await world.call("groups.join", customer, { token: invitation.token });
  expect(await world.call("groups.get", customer, { groupId: customers })).toMatchObject({
    role: "external",
    externalCount: 1,
  });
  const { token } = await invite(await world.group([lin, ana]));
  await expect(world.call("groups.join", customer, { token })).rejects.toMatchObject({
    code: "groups/external_not_allowed",
  });
});

test("Joining and dissolving at once ends with nobody in the group.", async () => {
  for (let round = 0; round < 8; round++) {
    const groupId = await world.group([lin, ana]);
    const { token } = await invite(groupId);
    const joining = (await world.add(4)).map((one) => world.call("groups.join", one, { token }));
    await Promise.allSettled([...joining, world.call("groups.dissolve", lin, { groupId })]);
    expect(await world.present(groupId)).toEqual([]);
    expect((await world.bodies(groupId)).at(-1)).toEqual({ kind: "dissolved" });
  }
});
