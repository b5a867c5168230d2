import { emptySelection } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { newKey, openWorld, select, type World } from "./testing.ts";

let world: World;
let lin: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  lin = await world.one({ name: "林晓" });
});
afterAll(() => world.close());

test("A21 Ticking a department adds all active people of it and, with sub-departments, of every level below; ticking sub-teams of two departments together yields the union with no duplicates.", async () => {
  const technology = await world.department("技术部");
  const backend = await world.department("后端组", technology);
  const storage = await world.department("存储组", backend);
  const design = await world.department("设计部");
  const visual = await world.department("视觉组", design);
  const direct = await world.add(2, { department: technology });
  const team = await world.add(3, { department: backend });
  const deep = await world.add(4, { department: storage });
  const drawers = await world.add(5, { department: visual });
  const both = team[0] as Actor;
  await world.pool.query("insert into placements (department_id, person_id) values ($1, $2)", [visual, both.id]);
  const retired = deep[3] as Actor;
  await world.pool.query("update people set status = 'disabled' where id = $1", [retired.id]);

  const only = { ...emptySelection, departments: [{ departmentId: technology, below: false }] };
  const flat = await world.group([lin], { selection: only });
  expect(await world.present(flat)).toEqual(ids([lin, ...direct]));

  const union = {
    ...emptySelection,
    departments: [
      { departmentId: backend, below: true },
      { departmentId: visual, below: true },
    ],
  };
  const preview = await world.call("groups.previewSelection", lin, { selection: union, type: "normal" });
  expect(preview).toMatchObject({
    count: 11,
    duplicates: 1,
    externals: 0,
    alreadyMembers: 0,
    limit: 2_000,
    free: 1_988,
  });
  const groupId = await world.group([lin], { selection: union });
  expect(await world.present(groupId)).toEqual(ids([lin, ...team, ...deep.slice(0, 3), ...drawers]));
  expect(await world.row(groupId)).toMatchObject({ member_count: 12, exact: true });
  const below = { ...emptySelection, departments: [{ departmentId: technology, below: true }] };
  const again = await world.call("groups.previewSelection", lin, { selection: below, type: "normal", groupId });
  expect(again).toMatchObject({ count: 2, alreadyMembers: 6, duplicates: 0 });
});

test("A selection takes people of another group the actor is in, and leaves out whom it excepts.", async () => {
  const [ana, wei, kai] = (await world.add(3)) as [Actor, Actor, Actor];
  const source = await world.group([lin, ana, wei]);
  const selection = { ...select([ana, kai]), groups: [source], except: [wei.id] };
  const groupId = await world.group([lin], { selection });
  expect(await world.present(groupId)).toEqual(ids([lin, ana, kai]));
  const strange = world.call("groups.previewSelection", kai, {
    selection: { ...emptySelection, groups: [source] },
    type: "normal",
  });
  await expect(strange).rejects.toMatchObject({ code: "groups/not_found" });
});

test("A23 Name, notice and type can be set at creation; type cannot change later except normal ↔ department-linked.", async () => {
  const department = await world.department("市场部");
  const [ana] = (await world.add(1, { department })) as [Actor];
  const [customer] = (await world.add(1, { kind: "external" })) as [Actor];
  const groupId = await world.group([lin, ana, customer], {
    type: "customer",
    name: "客户甲",
    announcement: "欢迎",
    options: { joinApproval: true },
  });
  expect(await world.call("groups.get", lin, { groupId })).toMatchObject({
    type: "customer",
    name: "客户甲",
    announcement: { text: "欢迎", by: lin.id },
    options: { joinApproval: true, realNames: true },
  });
  const departments = [{ departmentId: department, below: true }];
  await expect(
    world.call("groups.followDepartments", lin, { groupId, follow: true, departments }),
  ).rejects.toMatchObject({ code: "groups/type_fixed", status: 409 });
  const normal = await world.group([lin, ana]);
  await world.call("groups.followDepartments", lin, { groupId: normal, follow: true, departments });
  expect(await world.call("groups.get", ana, { groupId: normal })).toMatchObject({
    followsDepartments: true,
    departments: [{ departmentId: department, below: true, path: ["群信科技", "市场部"] }],
  });
  await world.call("groups.followDepartments", lin, { groupId: normal, follow: false });
  expect(await world.call("groups.get", ana, { groupId: normal })).toMatchObject({ followsDepartments: false });
});

test("A29 The creator is the owner.", async () => {
  const groupId = await world.group([lin, ...(await world.add(2))]);
  expect(await world.call("groups.get", lin, { groupId })).toMatchObject({
    ownerId: lin.id,
    createdBy: lin.id,
    role: "owner",
  });
  expect(await world.bodies(groupId)).toMatchObject([{ kind: "group_created", count: 3 }]);
});

test("A group made without a name is called after its first people.", async () => {
  const wang = await world.one({ name: "王芳" });
  const li = await world.one({ name: "李雷" });
  const zhao = await world.one({ name: "赵敏" });
  const groupId = await world.group([lin, wang, li, zhao]);
  expect((await world.call("groups.get", wang, { groupId })).name).toBe("林晓、王芳、李雷");
});

test("A group needs at least one other member, all of them known and active.", async () => {
  const [gone] = (await world.add(1)) as [Actor];
  await world.pool.query("update people set status = 'left' where id = $1", [gone.id]);
  await expect(world.group([lin])).rejects.toMatchObject({ code: "groups/too_few" });
  await expect(world.group([lin, lin])).rejects.toMatchObject({ code: "groups/too_few" });
  await expect(world.group([lin, gone])).rejects.toMatchObject({ code: "directory/person_inactive" });
  const nobody = { id: newKey() as never };
  await expect(world.group([lin], { selection: select([nobody]) })).rejects.toMatchObject({
    code: "directory/person_not_found",
  });
  const departments = [{ departmentId: newKey() as never, below: true }];
  await expect(world.group([lin], { selection: { ...emptySelection, departments } })).rejects.toMatchObject({
    code: "directory/department_not_found",
  });
});

test("Creating a group twice with one key makes one group, also at the same time.", async () => {
  const [ana] = (await world.add(1)) as [Actor];
  const key = newKey();
  const made = await Promise.all([1, 2, 3].map(() => world.group([lin, ana], { key })));
  expect(new Set([...made, await world.group([lin, ana], { key })]).size).toBe(1);
  expect((await world.call("groups.mine", ana, {})).total).toBe(1);
});

test("A hidden department can only be chosen by those in it and by administrators.", async () => {
  const department = await world.department("薪酬部");
  await world.pool.query("update departments set hidden = true where id = $1", [department]);
  const [ana] = await world.add(2, { department });
  const selection = { ...emptySelection, departments: [{ departmentId: department, below: true }] };
  const input = { selection, type: "normal" } as const;
  await expect(world.call("groups.previewSelection", lin, input)).rejects.toMatchObject({
    code: "directory/department_not_found",
  });
  expect(await world.call("groups.previewSelection", ana as Actor, input)).toMatchObject({ count: 1 });
  const boss = await world.one({ administrator: true });
  expect(await world.call("groups.previewSelection", boss, input)).toMatchObject({ count: 2 });
});

test("People the maker unticks never come in by a department the group follows.", async () => {
  const department = await world.department("财务部");
  const other = await world.department("出纳组", department);
  const boss = await world.one({ administrator: true });
  const [ana, wei] = (await world.add(2, { department })) as [Actor, Actor];
  const selection = { ...emptySelection, departments: [{ departmentId: department, below: true }], except: [wei.id] };
  const groupId = await world.group([lin], { selection, followDepartments: true });
  expect(await world.present(groupId)).toEqual(ids([lin, ana]));
  await world.move(boss, wei, [other]);
  expect(await world.present(groupId)).toEqual(ids([lin, ana]));
  await world.call("groups.addMembers", lin, { groupId, selection: select([wei]) });
  expect(await world.present(groupId)).toEqual(ids([lin, ana, wei]));
});

function ids(people: readonly Actor[]): string[] {
  return people.map(({ id }) => id as string).sort();
}
