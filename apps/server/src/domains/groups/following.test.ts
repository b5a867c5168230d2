import { type DepartmentId, defaultPolicy, emptySelection } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { followingLimited } from "./index.ts";
import { openWorld, select, type World } from "./testing.ts";

let world: World;
let boss: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  boss = await world.one({ administrator: true });
});
afterAll(() => world.close());

function following(departmentId: DepartmentId, below = true) {
  return { selection: { ...emptySelection, departments: [{ departmentId, below }] }, followDepartments: true };
}

test("A40 Moving departments removes/adds the person in department-linked groups; hand-added memberships stay.", async () => {
  const sales = await world.department("销售部");
  const north = await world.department("北区", sales);
  const support = await world.department("客服部");
  const [lin, ana, wei] = (await world.add(3, { department: sales })) as [Actor, Actor, Actor];
  const [kai] = (await world.add(1, { department: support })) as [Actor];
  const salesGroup = await world.group([lin], following(sales));
  const supportGroup = await world.group([lin], following(support));
  const handMade = await world.group([lin, ana]);
  await world.call("groups.addMembers", lin, { groupId: salesGroup, selection: select([wei]) });
  expect(await world.present(salesGroup)).toEqual(ids(lin, ana, wei));

  await world.move(boss, ana, [support]);
  await world.move(boss, wei, [support]);
  expect(await world.present(salesGroup)).toEqual(ids(lin, wei));
  expect(await world.present(supportGroup)).toEqual(ids(lin, kai, ana, wei));
  expect(await world.present(handMade)).toEqual(ids(lin, ana));
  expect((await world.bodies(salesGroup)).at(-1)).toMatchObject({ kind: "members_left", way: "moved" });
  expect((await world.bodies(supportGroup)).at(-1)).toMatchObject({ kind: "members_joined", way: "department" });

  await world.move(boss, ana, [north]);
  expect(await world.present(salesGroup)).toEqual(ids(lin, ana, wei));
  expect(await world.present(supportGroup)).toEqual(ids(lin, kai, wei));
  await world.move(boss, lin, [support]);
  expect(await world.present(salesGroup)).toEqual(ids(lin, ana, wei));
  for (const groupId of [salesGroup, supportGroup]) expect(await world.row(groupId)).toMatchObject({ exact: true });
});

test("A40 Hand-removed members and those who left stay out of a group that follows their department.", async () => {
  const sales = await world.department("渠道部");
  const north = await world.department("华北", sales);
  const [ana, wei, kai] = (await world.add(3, { department: sales })) as [Actor, Actor, Actor];
  const groupId = await world.group([boss], following(sales));
  await world.call("groups.removeMembers", boss, { groupId, members: [ana.id] });
  await world.call("groups.leave", wei, { groupId });
  for (const person of [ana, wei, kai]) await world.move(boss, person, [north]);
  expect(await world.present(groupId)).toEqual(ids(boss, kai));
  await world.setStatus(boss, kai, "disabled");
  expect(await world.present(groupId)).toEqual(ids(boss));
  await world.setStatus(boss, kai, "active");
  expect(await world.present(groupId)).toEqual(ids(boss, kai));
  await world.call("groups.addMembers", boss, { groupId, selection: select([ana]) });
  expect(await world.present(groupId)).toEqual(ids(boss, kai, ana));
});

test("A group follows a department without what is below it, if ticked so, and new people of both.", async () => {
  const sales = await world.department("政企部");
  const north = await world.department("政企北", sales);
  await world.add(2, { department: north });
  const [ana] = (await world.add(1, { department: sales })) as [Actor];
  const flat = await world.group([boss], following(sales, false));
  const deep = await world.group([boss], following(sales));
  expect(await world.row(flat)).toMatchObject({ member_count: 2 });
  expect(await world.row(deep)).toMatchObject({ member_count: 4 });
  await world.move(boss, ana, [north]);
  expect(await world.row(flat)).toMatchObject({ member_count: 1 });
  expect(await world.row(deep)).toMatchObject({ member_count: 4 });
});

test("Turning following on brings everybody of the departments in, or nobody if they do not fit; turning it off keeps them.", async () => {
  const sales = await world.department("零售部");
  const people = await world.add(8, { department: sales });
  const [other] = (await world.add(1)) as [Actor];
  const groupId = await world.group([boss, other]);
  const departments = [{ departmentId: sales, below: true }];
  const on = { groupId, follow: true, departments };
  await world.setPolicy({ normalGroupCap: 9 });
  await expect(world.call("groups.followDepartments", boss, on)).rejects.toMatchObject({
    code: "groups/member_limit",
    params: { limit: 9, free: 7 },
  });
  expect(await world.call("groups.get", boss, { groupId })).toMatchObject({
    followsDepartments: false,
    departments: [],
  });
  await world.setPolicy({ normalGroupCap: defaultPolicy.normalGroupCap });
  await world.call("groups.followDepartments", boss, on);
  expect(await world.present(groupId)).toEqual(ids(boss, other, ...people));
  const entries = (await world.bodies(groupId)).length;
  await world.call("groups.followDepartments", boss, on);
  expect(await world.bodies(groupId)).toHaveLength(entries);
  await world.call("groups.followDepartments", boss, { groupId, follow: false });
  await world.move(boss, people[0] as Actor, [world.root]);
  expect(await world.present(groupId)).toEqual(ids(boss, other, ...people));
});

test("Whoever moves while a group begins to follow their department is in it, or out of it.", async () => {
  const sales = await world.department("直营部");
  const support = await world.department("售后部");
  await world.add(2, { department: sales });
  const departments = [{ departmentId: sales, below: true }];
  for (const coming of await world.add(5, { department: support })) {
    const [going] = (await world.add(1, { department: sales })) as [Actor];
    const groupId = await world.group([boss, await world.one()]);
    await Promise.all([
      world.call("groups.followDepartments", boss, { groupId, follow: true, departments }),
      world.move(boss, coming, [sales]),
      world.move(boss, going, [support]),
    ]);
    const { rows } = await world.pool.query("select person_id from placements where department_id = $1", [sales]);
    const belonging = rows.map(({ person_id }) => person_id as string);
    const present = await world.present(groupId);
    expect(belonging.every((id) => present.includes(id as never))).toBe(true);
    expect(present).not.toContain(going.id);
    expect(present).toHaveLength(belonging.length + 2);
    expect(await world.row(groupId)).toMatchObject({ exact: true });
  }
});

test("Where a followed department outgrows the group, as many as fit come in and the rest is told.", async () => {
  const sales = await world.department("外呼部");
  await world.add(3, { department: sales });
  const groupId = await world.group([boss], following(sales));
  await world.setPolicy({ normalGroupCap: 6 });
  const told: unknown[] = [];
  world.bus.subscribe(followingLimited, (news) => told.push(news));
  const hired = await world.add(5, { department: sales });
  await world.change("select 1", [], { joined: hired.map(({ id }) => id) });
  expect(await world.row(groupId)).toMatchObject({ member_count: 6, exact: true });
  expect(told).toEqual([{ groupId, limit: 6, leftOut: 3 }]);
  await world.setPolicy({ normalGroupCap: defaultPolicy.normalGroupCap });
});

test("A40 A reorganisation of 10,000 people in 100 departments changes every group with one entry a direction.", async () => {
  const departments: DepartmentId[] = [];
  for (let n = 0; n < 100; n++) departments.push(await world.department(`部门${n}`));
  const people: Actor[] = [];
  for (const department of departments) people.push(...(await world.add(100, { department })));
  const groups = [];
  for (const department of departments) groups.push(await world.group([boss], following(department)));
  const everybody = people.map(({ id }) => id);
  const next = everybody.map((_, index) => departments[(Math.floor(index / 100) + 1) % 100]);
  await world.change(
    `update placements pl set department_id = t.department_id
     from unnest($1::uuid[], $2::uuid[]) as t (person_id, department_id) where pl.person_id = t.person_id`,
    [everybody, next],
    { moved: everybody },
  );
  for (const [index, groupId] of groups.entries()) {
    const before = (index + 99) % 100;
    expect(await world.present(groupId)).toEqual(ids(boss, ...people.slice(before * 100, before * 100 + 100)));
    expect((await world.bodies(groupId)).map(({ kind }) => kind)).toEqual([
      "group_created",
      "members_left",
      "members_joined",
    ]);
  }
}, 60_000);

function ids(...people: readonly Actor[]): string[] {
  return people.map(({ id }) => id as string).sort();
}
