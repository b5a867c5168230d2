import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { newKey, openWorld, select, type World } from "./testing.ts";

let world: World;
let lin: Actor;
let ana: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  [lin, ana] = (await world.add(2)) as [Actor, Actor];
});
afterAll(() => world.close());

async function rowsOf(groupId: ConversationId) {
  const count = async (table: string, column: string) =>
    (await world.pool.query(`select count(*)::int as n from ${table} where ${column} = $1`, [groupId])).rows[0].n;
  return {
    groups: await count("groups", "id"),
    entries: await count("entries", "conversation_id"),
    members: await count("members", "conversation_id"),
    invites: await count("invites", "group_id"),
  };
}

test("Dissolving takes the group from its members at once, and every row of it stays.", async () => {
  const groupId = await world.group([lin, ana], { announcement: "你好" });
  await world.call("groups.createInvite", lin, { key: newKey(), groupId, kind: "link" });
  const before = await rowsOf(groupId);
  await world.call("groups.dissolve", lin, { groupId });
  expect(await rowsOf(groupId)).toEqual({ ...before, entries: before.entries + 1 });
  expect(await world.present(groupId)).toEqual([]);
  expect(await world.bodies(groupId)).toMatchObject([
    { kind: "group_created" },
    { kind: "announced", text: "你好" },
    { kind: "dissolved" },
  ]);
  for (const person of [lin, ana]) {
    await expect(world.call("groups.get", person, { groupId })).rejects.toMatchObject({ code: "groups/not_found" });
    expect((await world.call("groups.mine", person, {})).groups.map(({ id }) => id)).not.toContain(groupId);
  }
  const { rows } = await world.pool.query(
    "select bool_and(revoked_at is not null) as dead from invites where group_id = $1",
    [groupId],
  );
  expect(rows).toEqual([{ dead: true }]);
});

test("Dissolving again changes nothing; acts in the ended group say so to those who were in it, and nothing to others.", async () => {
  const groupId = await world.group([lin, ana]);
  await world.call("groups.dissolve", lin, { groupId });
  await world.call("groups.dissolve", lin, { groupId });
  expect((await world.bodies(groupId)).filter(({ kind }) => kind === "dissolved")).toHaveLength(1);
  const [stranger] = (await world.add(1)) as [Actor];
  const rename = (actor: Actor) => world.call("groups.edit", actor, { groupId, name: "新" });
  await expect(rename(ana)).rejects.toMatchObject({ code: "conversations/dissolved" });
  await expect(rename(stranger)).rejects.toMatchObject({ code: "groups/not_found" });
  await expect(world.call("groups.dissolve", stranger, { groupId })).rejects.toMatchObject({
    code: "groups/not_found",
  });
});

test("Somebody removed before the end does not learn of it.", async () => {
  const groupId = await world.group([lin, ana]);
  await world.call("groups.removeMembers", lin, { groupId, members: [ana.id] });
  await world.call("groups.dissolve", lin, { groupId });
  await expect(world.call("groups.edit", ana, { groupId, name: "新" })).rejects.toMatchObject({
    code: "groups/not_found",
  });
});

test("An administrator of the company may dissolve a group without being in it; a member may not.", async () => {
  const boss = await world.one({ administrator: true });
  const groupId = await world.group([lin, ana]);
  await expect(world.call("groups.dissolve", ana, { groupId })).rejects.toMatchObject({
    code: "access/permission_denied",
  });
  await world.call("groups.dissolve", boss, { groupId });
  expect(await world.row(groupId)).toMatchObject({ state: "dissolved" });
});

test("A dissolved group follows its departments no more.", async () => {
  const boss = await world.one({ administrator: true });
  const department = await world.department("解散部");
  const [one] = (await world.add(1, { department })) as [Actor];
  const [late] = (await world.add(1)) as [Actor];
  const selection = { ...select([]), departments: [{ departmentId: department, below: true }] };
  const groupId = await world.group([lin], { selection, followDepartments: true });
  await world.call("groups.dissolve", lin, { groupId });
  await world.move(boss, late, [department]);
  await world.setStatus(boss, one, "disabled");
  expect(await world.present(groupId)).toEqual([]);
  expect((await world.bodies(groupId)).at(-1)).toEqual({ kind: "dissolved" });
});
