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

async function activeEmployees(): Promise<string[]> {
  const { rows } = await world.pool.query<{ id: string }>(
    "select id from people where kind = 'employee' and status = 'active' order by id",
  );
  return rows.map(({ id }) => id);
}

test("A6 Creating an all-staff group without the org-administrator right fails with PERMISSION_DENIED (403).", async () => {
  const [employee] = await world.add(3);
  await expect(world.group([employee as Actor], { type: "all_staff" })).rejects.toMatchObject({
    code: "access/permission_denied",
    status: 403,
  });
});

test("A7 A8 An all-staff group's member set equals the set of active employees after every hire, leave, deactivation and re-activation; tested at 10,000 people.", async () => {
  const crowd = await world.add(9_990);
  await world.add(5, { kind: "external" });
  const groupId = await world.group([boss], { type: "all_staff" });
  const check = async () => {
    expect(await world.present(groupId)).toEqual(await activeEmployees());
    expect(await world.row(groupId)).toMatchObject({ exact: true });
  };
  await check();
  const person = crowd[17] as Actor;
  for (const status of ["disabled", "active", "disabled", "left"] as const) {
    await world.setStatus(boss, person, status);
    await check();
  }
  const hired = await world.add(2_000);
  // Stronger than "within 5 s": it holds as soon as the change itself is committed.
  await world.change("select 1", [], { joined: hired.map(({ id }) => id) });
  await check();
  const gone = crowd.slice(0, 3_000).map(({ id }) => id);
  await world.change("update people set status = 'left' where id = any($1::uuid[])", [gone], { gone });
  await check();
  const kinds = (await world.bodies(groupId)).map(({ kind }) => kind);
  // One entry a change, however many people.
  expect(kinds.filter((kind) => kind === "members_joined")).toHaveLength(2);
  expect(kinds.filter((kind) => kind === "members_left")).toHaveLength(3);
});

test("A9 Leaving or being removed from an all-staff group fails with ALL_STAFF_FIXED_MEMBERSHIP (409).", async () => {
  const [mine] = (await world.call("groups.mine", boss, {})).groups;
  const groupId = mine?.id as never;
  const [member] = await world.add(1);
  await world.change("select 1", [], { joined: [member?.id as never] });
  const fixed = { code: "groups/all_staff_fixed_membership", status: 409 };
  await expect(world.call("groups.leave", member as Actor, { groupId })).rejects.toMatchObject(fixed);
  await expect(world.call("groups.leave", boss, { groupId })).rejects.toMatchObject(fixed);
  const removal = { groupId, members: [member?.id as never] };
  await expect(world.call("groups.removeMembers", boss, removal)).rejects.toMatchObject(fixed);
  await expect(world.call("groups.addMembers", boss, { groupId, selection: select([boss]) })).rejects.toMatchObject(
    fixed,
  );
});

test("A10 An external can never be in an all-staff group (EXTERNAL_NOT_ALLOWED, 409).", async () => {
  const [mine] = (await world.call("groups.mine", boss, {})).groups;
  const [external] = await world.add(1, { kind: "external" });
  await expect(
    world.call("groups.addMembers", boss, { groupId: mine?.id as never, selection: select([external as Actor]) }),
  ).rejects.toMatchObject({ code: "groups/external_not_allowed", status: 409 });
});

test("A company has one all-staff group at a time, and may have a new one once it is dissolved.", async () => {
  const [mine] = (await world.call("groups.mine", boss, {})).groups;
  await expect(world.group([boss], { type: "all_staff" })).rejects.toMatchObject({ code: "groups/all_staff_exists" });
  await world.call("groups.dissolve", boss, { groupId: mine?.id as never });
  const next = await world.group([boss], { type: "all_staff" });
  expect(await world.present(next)).toEqual(await activeEmployees());
  expect((await world.call("groups.get", boss, { groupId: next })).name).toBe("群信科技");
});

test("Whoever joins or leaves the company while the all-staff group is being made is in it, or out of it.", async () => {
  const people = await world.add(3);
  for (const [round, person] of people.entries()) {
    const [mine] = (await world.call("groups.mine", boss, {})).groups;
    if (mine) await world.call("groups.dissolve", boss, { groupId: mine.id });
    const other = people[(round + 1) % people.length] as Actor;
    await world.setStatus(boss, person, "disabled");
    const [groupId] = await Promise.all([
      world.group([boss], { type: "all_staff" }),
      world.setStatus(boss, person, "active"),
      world.setStatus(boss, other, "disabled"),
    ]);
    expect(await world.present(groupId)).toEqual(await activeEmployees());
    expect(await world.row(groupId)).toMatchObject({ exact: true });
    await world.setStatus(boss, other, "active");
  }
});
