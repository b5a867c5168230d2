import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld, select, type World } from "./testing.ts";

let world: World;
let boss: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  boss = await world.one({ administrator: true });
});
afterAll(() => world.close());

async function ownerOf(groupId: ConversationId): Promise<PrincipalId> {
  const row = await world.row(groupId);
  const { rows } = await world.pool.query<{ id: PrincipalId }>(
    "select principal_id as id from members where conversation_id = $1 and present and role = 'owner'",
    [groupId],
  );
  expect(rows).toEqual([{ id: row.owner_id }]);
  expect(row).toMatchObject({ exact: true });
  return row.owner_id;
}

test("A37 A deactivated employee is out of every group, and no group content is served to them.", async () => {
  const [lin, ana] = (await world.add(2)) as [Actor, Actor];
  const groups = [await world.group([lin, ana]), await world.group([ana, lin]), await world.group([lin, ana, boss])];
  await world.setStatus(boss, ana, "disabled");
  for (const groupId of groups) {
    expect(await world.present(groupId)).not.toContain(ana.id);
    expect((await world.bodies(groupId)).at(-1)).toMatchObject({ kind: "members_left", way: "inactive" });
    await expect(world.call("groups.get", ana, { groupId })).rejects.toMatchObject({ code: "groups/not_found" });
    await expect(world.call("groups.members", ana, { groupId })).rejects.toMatchObject({ code: "groups/not_found" });
  }
  expect(await world.call("groups.mine", ana, {})).toMatchObject({ total: 0 });
  const lost = world.news.flatMap(({ accessChanged }) => (accessChanged === "many" ? [] : (accessChanged?.left ?? [])));
  expect(lost.filter(({ id, reason }) => id === ana.id && reason === "inactive")).toHaveLength(3);
});

test("A38 Each group of a deactivated owner has a new owner in the same transaction by the chain in R20; none is ownerless, none goes to an external.", async () => {
  const department = await world.department("销售部");
  const manager = await world.one({ department, leader: true });
  const [owner, first, second] = (await world.add(3, { department })) as [Actor, Actor, Actor];
  const [customer] = (await world.add(1, { kind: "external" })) as [Actor];
  const withAdministrators = await world.group([owner, first]);
  await world.call("groups.addMembers", owner, { groupId: withAdministrators, selection: select([second]) });
  await world.call("groups.addMembers", owner, { groupId: withAdministrators, selection: select([manager]) });
  await world.call("groups.setAdministrator", owner, {
    groupId: withAdministrators,
    member: second.id,
    administrator: true,
  });
  const withManager = await world.group([owner, first]);
  await world.call("groups.addMembers", owner, { groupId: withManager, selection: select([manager]) });
  const plain = await world.group([owner, second]);
  await world.call("groups.addMembers", owner, { groupId: plain, selection: select([first]) });
  const withCustomers = await world.group([owner, customer], { type: "customer" });
  await world.setStatus(boss, owner, "left");
  expect(await ownerOf(withAdministrators)).toBe(second.id);
  expect(await ownerOf(withManager)).toBe(manager.id);
  expect(await ownerOf(plain)).toBe(second.id);
  expect(await ownerOf(withCustomers)).toBe(boss.id);
  expect((await world.bodies(plain)).slice(-2)).toMatchObject([
    { kind: "owner_changed", to: second.id, from: owner.id },
    { kind: "members_left", way: "inactive", members: [owner.id] },
  ]);
});

test("Who writes in person to somebody who leaves is judged again.", async () => {
  const [ana, wei] = (await world.add(2)) as [Actor, Actor];
  const direct = await world.transact((tx) => world.log.openDirect(tx, ana.id, wei.id));
  const version = async () => (await world.log.access(direct))?.accessVersion ?? 0;
  const before = await version();
  await world.setStatus(boss, wei, "disabled");
  const between = await version();
  await world.setStatus(boss, wei, "active");
  expect([between > before, (await version()) > between]).toEqual([true, true]);
});

test("A38 A named successor takes over every group of a leaver, also those they were not in.", async () => {
  const [owner, heir, other] = (await world.add(3)) as [Actor, Actor, Actor];
  const groups = [await world.group([owner, other]), await world.group([owner, other, heir])];
  await world.setStatus(boss, owner, "left", heir.id);
  for (const groupId of groups) expect(await ownerOf(groupId)).toBe(heir.id);
});

test("A38 A hundred groups of many leavers at once all have active owners afterwards.", async () => {
  const leavers = await world.add(20);
  const stayers = await world.add(20);
  const groups: ConversationId[] = [];
  for (const [index, owner] of leavers.entries()) {
    for (let n = 0; n < 5; n++) {
      groups.push(await world.group([owner, stayers[(index + n) % 20] as Actor, leavers[(index + 1) % 20] as Actor]));
    }
  }
  const gone = leavers.map(({ id }) => id);
  await world.change("update people set status = 'left' where id = any($1::uuid[])", [gone], { gone });
  for (const groupId of groups) expect(stayers.map(({ id }) => id)).toContain(await ownerOf(groupId));
});

test("A39 When the owner leaves by choice without naming a successor the earliest-joined eligible member becomes owner.", async () => {
  const [owner, early, late] = (await world.add(3)) as [Actor, Actor, Actor];
  const [customer] = (await world.add(1, { kind: "external" })) as [Actor];
  const groupId = await world.group([owner, customer], { type: "customer" });
  for (const person of [early, late]) {
    await world.call("groups.addMembers", owner, { groupId, selection: select([person]) });
  }
  await world.call("groups.leave", owner, { groupId });
  expect(await ownerOf(groupId)).toBe(early.id);
  expect((await world.bodies(groupId)).slice(-2)).toMatchObject([
    { kind: "owner_changed", to: early.id },
    { kind: "members_left", way: "left", members: [owner.id] },
  ]);
  await expect(world.call("groups.leave", owner, { groupId })).rejects.toMatchObject({ code: "groups/not_found" });
});

test("A leaving owner is followed by the successor they name, else by an administrator.", async () => {
  const [owner, early, chosen] = (await world.add(3)) as [Actor, Actor, Actor];
  const [customer] = (await world.add(1, { kind: "external" })) as [Actor];
  const groupId = await world.group([owner, early, chosen, customer], { type: "customer" });
  const eligible = { code: "groups/owner_not_eligible", status: 409 };
  for (const successorId of [customer.id, boss.id, owner.id]) {
    await expect(world.call("groups.leave", owner, { groupId, successorId })).rejects.toMatchObject(eligible);
  }
  await world.call("groups.leave", owner, { groupId, successorId: chosen.id });
  expect(await ownerOf(groupId)).toBe(chosen.id);
  const [late] = (await world.add(1)) as [Actor];
  await world.call("groups.addMembers", chosen, { groupId, selection: select([late]) });
  await world.call("groups.setAdministrator", chosen, { groupId, member: late.id, administrator: true });
  await world.call("groups.leave", chosen, { groupId });
  expect(await ownerOf(groupId)).toBe(late.id);
});

test("The last member's leaving dissolves the group.", async () => {
  const [owner, other] = (await world.add(2)) as [Actor, Actor];
  const groupId = await world.group([owner, other]);
  await world.call("groups.leave", other, { groupId });
  await world.call("groups.leave", owner, { groupId });
  expect(await world.row(groupId)).toMatchObject({ state: "dissolved" });
  expect((await world.bodies(groupId)).at(-1)).toEqual({ kind: "dissolved" });
  await expect(world.call("groups.leave", owner, { groupId })).rejects.toMatchObject({ code: "groups/not_found" });
});

test("Whoever is put into a group while leaving the company is not in it afterwards.", async () => {
  const [owner, other] = (await world.add(2)) as [Actor, Actor];
  const groupId = await world.group([owner, other]);
  for (const person of await world.add(15)) {
    await Promise.allSettled([
      world.call("groups.addMembers", owner, { groupId, selection: select([person]) }),
      world.setStatus(boss, person, "disabled"),
    ]);
    expect(await world.present(groupId)).toEqual([owner.id, other.id].sort());
  }
  expect(await world.row(groupId)).toMatchObject({ exact: true });
});
