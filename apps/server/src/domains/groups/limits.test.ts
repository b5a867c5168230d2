import { defaultPolicy, type PrincipalId } from "@qunxin/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld, select, type World } from "./testing.ts";

let world: World;
let boss: Actor;
let crowd: Actor[];

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  boss = await world.one({ administrator: true });
  crowd = await world.add(2_060);
});
afterEach(() => world.setPolicy({ normalGroupCap: defaultPolicy.normalGroupCap, normalGroupCapWhitelist: [] }));
afterAll(() => world.close());

/** A group of that many people: the boss and the first of the crowd. */
function groupOf(size: number) {
  return world.group([boss, ...crowd.slice(0, size - 1)]);
}

test("A1 A normal group accepts its 2,000th member and refuses the 2,001st with GROUP_MEMBER_LIMIT (409), changing nothing.", async () => {
  const groupId = await groupOf(1_999);
  const [last, tooMany] = crowd.slice(1_998);
  const added = await world.call("groups.addMembers", boss, { groupId, selection: select([last as Actor]) });
  expect(added.added).toEqual([last?.id]);
  const before = await world.bodies(groupId);
  await expect(
    world.call("groups.addMembers", boss, { groupId, selection: select([tooMany as Actor]) }),
  ).rejects.toMatchObject({ code: "groups/member_limit", status: 409, params: { limit: 2_000, free: 0 } });
  expect(await world.bodies(groupId)).toEqual(before);
  expect(await world.row(groupId)).toMatchObject({ member_count: 2_000, exact: true });
  await expect(groupOf(2_001)).rejects.toMatchObject({ code: "groups/member_limit" });
});

test("A2 A batch add of 10 into a normal group of 1,995 adds none and reports free: 5; with partial it adds 5 and lists the 5 refused.", async () => {
  const groupId = await groupOf(1_995);
  const ten = crowd.slice(1_994, 2_004);
  const input = { groupId, selection: select(ten) };
  await expect(world.call("groups.addMembers", boss, input)).rejects.toMatchObject({
    code: "groups/member_limit",
    params: { limit: 2_000, free: 5 },
  });
  expect(await world.row(groupId)).toMatchObject({ member_count: 1_995, exact: true });
  const answer = await world.call("groups.addMembers", boss, { ...input, partial: true });
  expect(answer.added).toEqual(ten.slice(0, 5).map(({ id }) => id));
  expect(answer.refused).toEqual(ten.slice(5).map(({ id }) => ({ id, code: "groups/member_limit" })));
  expect(await world.row(groupId)).toMatchObject({ member_count: 2_000, exact: true });
});

test("A3 50 concurrent adds to a group of 1,990 end with exactly 2,000 members.", async () => {
  const groupId = await groupOf(1_990);
  const fifty = crowd.slice(1_989, 2_039);
  const outcomes = await Promise.allSettled(
    fifty.map((person) => world.call("groups.addMembers", boss, { groupId, selection: select([person]) })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "groups/member_limit" });
  }
  expect(await world.row(groupId)).toMatchObject({ member_count: 2_000, exact: true });
});

test("A5 With the org cap set to 200, the 201st is refused for ordinary owners and allowed up to 2,000 for people on the whitelist.", async () => {
  await world.setPolicy({ normalGroupCap: 200 });
  const groupId = await groupOf(200);
  const next = { groupId, selection: select(crowd.slice(199, 200)) };
  await expect(world.call("groups.addMembers", boss, next)).rejects.toMatchObject({
    code: "groups/member_limit",
    params: { limit: 200, free: 0 },
  });
  await world.setPolicy({ normalGroupCapWhitelist: [boss.id] });
  await world.call("groups.addMembers", boss, next);
  await world.call("groups.addMembers", boss, { groupId, selection: select(crowd.slice(200, 1_999)) });
  await expect(
    world.call("groups.addMembers", boss, { groupId, selection: select(crowd.slice(1_999, 2_000)) }),
  ).rejects.toMatchObject({ params: { limit: 2_000 } });
});

test("A11 A customer group accepts its 500th person and refuses the 501st, externals and employees counted together.", async () => {
  const customers = await world.add(300, { kind: "external" });
  const groupId = await world.group([boss, ...crowd.slice(0, 198), ...customers], { type: "customer" });
  const add = (person: Actor | undefined) =>
    world.call("groups.addMembers", boss, { groupId, selection: select([person as Actor]) });
  await add(crowd[198]);
  await expect(add(crowd[199])).rejects.toMatchObject({ code: "groups/member_limit", params: { limit: 500, free: 0 } });
  const [another] = await world.add(1, { kind: "external" });
  await expect(add(another)).rejects.toMatchObject({ code: "groups/member_limit" });
  expect(await world.row(groupId)).toMatchObject({ member_count: 500, external_count: 300, exact: true });
});

test("A12 Removing the last employee from a customer group fails with GROUP_NEEDS_EMPLOYEE (409).", async () => {
  const customers = await world.add(2, { kind: "external" });
  const groupId = await world.group([boss, crowd[0] as Actor, ...customers], { type: "customer" });
  const needsEmployee = { code: "groups/needs_employee", status: 409 };
  const everyEmployee = [boss.id, crowd[0]?.id as PrincipalId];
  await expect(world.call("groups.removeMembers", boss, { groupId, members: everyEmployee })).rejects.toMatchObject(
    needsEmployee,
  );
  await world.call("groups.removeMembers", boss, { groupId, members: everyEmployee.slice(1) });
  await expect(world.call("groups.removeMembers", boss, { groupId, members: [boss.id] })).rejects.toMatchObject(
    needsEmployee,
  );
  await expect(world.call("groups.leave", boss, { groupId })).rejects.toMatchObject(needsEmployee);
  expect((await world.call("groups.get", boss, { groupId })).can.leave).toBe(false);
  await world.call("groups.leave", customers[0] as Actor, { groupId });
  expect(await world.row(groupId)).toMatchObject({ owner_id: boss.id, member_count: 2, exact: true });
});

test("External people can only be put into customer groups, and there they are external members.", async () => {
  const [external] = await world.add(1, { kind: "external" });
  const refused = { code: "groups/external_not_allowed", status: 409 };
  await expect(world.group([boss, external as Actor])).rejects.toMatchObject(refused);
  const groupId = await world.group([boss, crowd[0] as Actor]);
  const input = { groupId, selection: select([external as Actor, crowd[1] as Actor]) };
  await expect(world.call("groups.addMembers", boss, input)).rejects.toMatchObject(refused);
  expect(await world.call("groups.addMembers", boss, { ...input, partial: true })).toMatchObject({
    added: [crowd[1]?.id],
    refused: [{ id: external?.id, code: "groups/external_not_allowed" }],
  });
  const customers = await world.group([boss, external as Actor], { type: "customer" });
  const page = await world.call("groups.members", boss, { groupId: customers });
  expect(page.members.map(({ role }) => role)).toEqual(["owner", "external"]);
});
