import { limits } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { groupChanged } from "./index.ts";
import { openWorld, select, type World } from "./testing.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
});
afterAll(() => world.close());

async function team() {
  const [owner, wei, zhao, ana] = (await world.add(4)) as [Actor, Actor, Actor, Actor];
  const groupId = await world.group([owner, wei, zhao, ana]);
  for (const { id } of [wei, zhao]) {
    await world.call("groups.setAdministrator", owner, { groupId, member: id, administrator: true });
  }
  return { owner, wei, zhao, ana, groupId };
}

test("A31 An admin cannot kick another admin or the owner (TARGET_OUTRANKS, 403).", async () => {
  const { owner, wei, zhao, ana, groupId } = await team();
  const remove = (actor: Actor, ...people: Actor[]) =>
    world.call("groups.removeMembers", actor, { groupId, members: people.map(({ id }) => id) });
  for (const targets of [[owner], [zhao], [wei], [ana, zhao]]) {
    await expect(remove(wei, ...targets)).rejects.toMatchObject({ code: "groups/target_outranks", status: 403 });
  }
  expect(await world.row(groupId)).toMatchObject({ member_count: 4 });
  expect(await remove(wei, ana)).toEqual({ removed: [ana.id] });
  expect(await remove(wei, ana)).toEqual({ removed: [] });
  expect(await remove(owner, wei, zhao)).toEqual({ removed: [wei.id, zhao.id] });
  expect(await world.row(groupId)).toMatchObject({ member_count: 1, exact: true });
});

test("A32 The owner can appoint and dismiss admins.", async () => {
  const { owner, wei, ana, groupId } = await team();
  const set = (actor: Actor, member: Actor, administrator: boolean) =>
    world.call("groups.setAdministrator", actor, { groupId, member: member.id, administrator });
  await set(owner, ana, true);
  expect((await world.call("groups.get", ana, { groupId })).role).toBe("administrator");
  const entries = (await world.bodies(groupId)).length;
  await set(owner, ana, true);
  expect(await world.bodies(groupId)).toHaveLength(entries);
  await set(owner, ana, false);
  expect(await world.call("groups.get", ana, { groupId })).toMatchObject({ role: "member", can: { remove: false } });
  await expect(set(wei, ana, true)).rejects.toMatchObject({ code: "access/permission_denied" });
  await expect(set(owner, owner, true)).rejects.toMatchObject({ code: "groups/already_owner" });
  const [stranger] = (await world.add(1)) as [Actor];
  await expect(set(owner, stranger, true)).rejects.toMatchObject({ code: "groups/not_a_member" });
});

test("A group has at most 20 administrators.", async () => {
  const [owner, ...others] = await world.add(limits.groupAdministrators + 2);
  const groupId = await world.group([owner as Actor, ...others]);
  const outcomes = await Promise.allSettled(
    others.map(({ id }) =>
      world.call("groups.setAdministrator", owner as Actor, { groupId, member: id, administrator: true }),
    ),
  );
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toMatchObject([{ reason: { code: "groups/administrator_limit", params: { limit: 20 } } }]);
});

test("Handing over makes the former owner a member, and a retry changes nothing.", async () => {
  const { owner, wei, groupId } = await team();
  await world.call("groups.handOver", owner, { groupId, to: wei.id });
  await world.call("groups.handOver", owner, { groupId, to: wei.id });
  expect(await world.call("groups.get", owner, { groupId })).toMatchObject({ ownerId: wei.id, role: "member" });
  const changes = (await world.bodies(groupId)).filter(({ kind }) => kind === "owner_changed");
  expect(changes).toEqual([{ kind: "owner_changed", to: wei.id, from: owner.id }]);
});

test("Two hand-overs at once leave one owner.", async () => {
  for (let round = 0; round < 5; round++) {
    const { owner, wei, zhao, groupId } = await team();
    const outcomes = await Promise.allSettled(
      [wei, zhao].map(({ id }) => world.call("groups.handOver", owner, { groupId, to: id })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { rows } = await world.pool.query(
      `select m.principal_id = g.owner_id as right_one from members m join groups g on g.id = m.conversation_id
       where g.id = $1 and m.role = 'owner' and m.present`,
      [groupId],
    );
    expect(rows).toEqual([{ right_one: true }]);
  }
});

test("A41 Members' names are their directory names; an attempt to set a group nick-name in a real-name group fails (REAL_NAME, 409).", async () => {
  const owner = await world.one({ name: "林晓" });
  const [ana] = (await world.add(1)) as [Actor];
  const groupId = await world.group([owner, ana]);
  const name = (nickname: string | null) => world.call("groups.setNickname", owner, { groupId, nickname });
  await expect(name("老林")).rejects.toMatchObject({ code: "groups/real_name", status: 409 });
  const shown = async () => (await world.call("groups.members", ana, { groupId })).members[0];
  expect(await shown()).toMatchObject({ person: { name: "林晓" }, nickname: null });
  await world.call("groups.setOptions", owner, { groupId, options: { realNames: false } });
  await name("老林");
  expect(await shown()).toMatchObject({ person: { name: "林晓" }, nickname: "老林" });
  await world.call("groups.setOptions", owner, { groupId, options: { realNames: true } });
  expect(await shown()).toMatchObject({ person: { name: "林晓" }, nickname: null });
});

test("A nickname that changed is told once; what stays the same or is refused tells nobody.", async () => {
  const owner = await world.one({ name: "林晓" });
  const [ana] = (await world.add(1)) as [Actor];
  const groupId = await world.group([owner, ana]);
  const told: string[] = [];
  const end = world.bus.subscribe(groupChanged, ({ conversationId }) => told.push(conversationId));
  const name = (nickname: string | null) => world.call("groups.setNickname", owner, { groupId, nickname });
  await expect(name("老林")).rejects.toMatchObject({ code: "groups/real_name" });
  expect(told).toEqual([]);
  await world.call("groups.setOptions", owner, { groupId, options: { realNames: false } });
  for (const nickname of ["老林", "老林", null]) await name(nickname);
  expect(told).toEqual([groupId, groupId]);
  end();
});

test("A member is silenced until a time by those above only, and speaks again after it.", async () => {
  const { owner, wei, zhao, ana, groupId } = await team();
  const until = new Date(world.clock.now().getTime() + 60_000).toISOString();
  const mute = (actor: Actor, member: Actor, time: string | null) =>
    world.call("groups.muteMember", actor, { groupId, member: member.id, until: time });
  await expect(mute(wei, zhao, until)).rejects.toMatchObject({ code: "groups/target_outranks" });
  await mute(wei, ana, until);
  await mute(wei, ana, until);
  expect((await world.bodies(groupId)).filter(({ kind }) => kind === "member_muted")).toHaveLength(1);
  expect((await world.call("groups.get", ana, { groupId })).can.speak).toBe(false);
  world.clock.moveBy(60_000);
  expect((await world.call("groups.get", ana, { groupId })).can.speak).toBe(true);
  await mute(owner, zhao, new Date(world.clock.now().getTime() + 60_000).toISOString());
  await mute(owner, zhao, null);
  expect((await world.call("groups.get", zhao, { groupId })).can.speak).toBe(true);
});

test("Name, description, announcement and options change once each, and an unchanged value leaves no entry.", async () => {
  const { owner, wei, groupId } = await team();
  const change = async () => {
    await world.call("groups.edit", owner, { groupId, name: "项目群", description: "说明" });
    await world.call("groups.announce", owner, { groupId, text: "周五开会" });
    const rights = { "member.invite": true, "member.edit": null };
    await world.call("groups.setOptions", owner, { groupId, options: { rights, onlyStaffSpeak: true } });
  };
  await change();
  await change();
  expect((await world.bodies(groupId)).slice(3).map(({ kind }) => kind)).toEqual([
    "group_renamed",
    "group_described",
    "announced",
    "options_changed",
  ]);
  expect(await world.call("groups.get", wei, { groupId })).toMatchObject({
    name: "项目群",
    announcement: { text: "周五开会", by: owner.id },
    options: { rights: { "member.invite": true }, onlyStaffSpeak: true },
    rights: { "member.invite": true, "member.edit": false },
  });
  await world.call("groups.setOptions", owner, { groupId, options: { rights: { "member.invite": null } } });
  expect((await world.call("groups.get", wei, { groupId })).options.rights).toEqual({});
  await world.call("groups.announce", owner, { groupId, text: "" });
  expect((await world.call("groups.get", wei, { groupId })).announcement).toBeNull();
});

test("Changing who may speak makes messages that were judged before be judged again.", async () => {
  const { owner, groupId } = await team();
  const before = (await world.log.access(groupId))?.accessVersion ?? 0;
  await world.call("groups.setOptions", owner, { groupId, options: { onlyStaffSpeak: true } });
  expect((await world.log.access(groupId))?.accessVersion).toBeGreaterThan(before);
});

test("A company lock holds against every group's own override.", async () => {
  const { owner, ana, groupId } = await team();
  const options = { rights: { "member.invite": true } };
  await world.call("groups.setOptions", owner, { groupId, options });
  await world.setPolicy({ lockedGroupRights: ["member.invite"] });
  expect((await world.call("groups.get", ana, { groupId })).can.invite).toBe(false);
  await expect(world.call("groups.setOptions", owner, { groupId, options })).rejects.toMatchObject({
    code: "groups/option_not_allowed",
    params: { option: "rights.member.invite" },
  });
  await world.setPolicy({ lockedGroupRights: [] });
});

test("An external person given the right to invite chooses only among people they know.", async () => {
  const [owner, ana, stranger] = (await world.add(3)) as [Actor, Actor, Actor];
  const [kai] = (await world.add(1, { kind: "external" })) as [Actor];
  const groupId = await world.group([owner, kai], { type: "customer" });
  await world.group([owner, ana, kai], { type: "customer" });
  await world.call("groups.setOptions", owner, { groupId, options: { rights: { "external.invite": true } } });
  const add = (person: Actor) => world.call("groups.addMembers", kai, { groupId, selection: select([person]) });
  await expect(add(stranger)).rejects.toMatchObject({ code: "directory/person_not_found" });
  await add(ana);
  expect(await world.present(groupId)).toEqual([owner.id, ana.id, kai.id].sort());
});
