import {
  type ConversationId,
  type DepartmentId,
  defaultGroupOptions,
  Failure,
  type GroupRole,
  type GroupType,
} from "@qunxin/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import {
  defaultSetting,
  isTried,
  type MatrixScene,
  type MatrixSetting,
  matrixActs,
  matrixRefusals,
  matrixSettings,
  rolesIn,
} from "./matrix.testing.ts";
import { callWith, newKey, openWorld, select, type World } from "./testing.ts";

interface Stage extends MatrixScene {
  readonly cast: Readonly<Record<GroupRole, Actor>>;
}

let world: World;
let stages: Stage[];
const types: readonly GroupType[] = ["normal", "all_staff", "customer"];

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  const boss = await world.one({ administrator: true });
  const department = await world.department("项目部");
  stages = [];
  for (const type of types) stages.push(await build(type, boss, department));
});
afterAll(() => world.close());

async function build(type: GroupType, boss: Actor, department: DepartmentId): Promise<Stage> {
  const [owner, administrator, member, target] = (await world.add(4)) as [Actor, Actor, Actor, Actor];
  const external = await world.one({ kind: "external" });
  const outsider = await world.one({ department });
  const people = [administrator, member, target, ...(type === "customer" ? [external] : [])];
  const groupId = await world.group([type === "all_staff" ? boss : owner, ...people], { type });
  if (type === "all_staff") await world.call("groups.handOver", boss, { groupId, to: owner.id });
  await world.call("groups.setAdministrator", owner, { groupId, member: administrator.id, administrator: true });
  // An external person can only choose people they share a group with.
  if (type === "customer") await world.group([outsider, external], { type: "customer" });
  const cast = { owner, administrator, member, external };
  return { groupId, type, member: target.id, outsider: outsider.id, department, newKey, cast };
}

async function apply(groupId: ConversationId, { groupRights, lockedGroupRights, options }: MatrixSetting) {
  await world.setPolicy({ groupRights, lockedGroupRights });
  await world.pool.query("update groups set options = $2 where id = $1", [groupId, JSON.stringify(options)]);
}

/** Tries every act by every role of a group, and expects the use case to do what `can` says. */
async function expectAgreement(stage: Stage): Promise<void> {
  for (const role of rolesIn(stage.type)) {
    const actor = stage.cast[role];
    const { can } = await world.call("groups.get", actor, { groupId: stage.groupId });
    for (const act of matrixActs.filter((one) => isTried(one, stage.type, role))) {
      const code = await refusalOf(callWith(world.tried, act.call, actor, act.input(stage)));
      const what = `${role} ${act.call} in ${stage.type}`;
      expect({ what, may: code === null }).toEqual({ what, may: can[act.ability] });
    }
  }
}

/** Null when the call was carried out, else the code by which it was refused. */
async function refusalOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof Failure && matrixRefusals.has(error.code)) return error.code;
    throw error;
  }
}

test("For every role, act and group type the use case does what `can` says, under the shipped matrix.", async () => {
  for (const stage of stages) {
    await apply(stage.groupId, defaultSetting(defaultGroupOptions));
    await expectAgreement(stage);
  }
});

test("For every role, act and group type the use case does what `can` says, whatever company and group have set.", async () => {
  await fc.assert(
    fc.asyncProperty(matrixSettings, fc.constantFrom(...stages), async (setting, stage) => {
      await apply(stage.groupId, setting);
      await expectAgreement(stage);
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 60_000);

test("A30 Default matrix: owner invite ✓ kick ✓ edit ✓; admin invite ✓ kick ✓ edit ✗; member ✗ ✗ ✗; every ✗ answers 403 PERMISSION_DENIED.", async () => {
  const [stage] = stages as [Stage];
  await apply(stage.groupId, defaultSetting(defaultGroupOptions));
  const expected = {
    owner: { invite: true, remove: true, edit: true },
    administrator: { invite: true, remove: true, edit: false },
    member: { invite: false, remove: false, edit: false },
  };
  const acts = {
    invite: (actor: Actor) =>
      callWith(world.tried, "groups.addMembers", actor, {
        groupId: stage.groupId,
        selection: select([{ id: stage.outsider }]),
      }),
    remove: (actor: Actor) =>
      callWith(world.tried, "groups.removeMembers", actor, { groupId: stage.groupId, members: [stage.member] }),
    edit: (actor: Actor) => callWith(world.tried, "groups.edit", actor, { groupId: stage.groupId, name: "新名字" }),
  };
  for (const [role, rights] of Object.entries(expected)) {
    const actor = stage.cast[role as GroupRole];
    expect(await world.call("groups.get", actor, { groupId: stage.groupId })).toMatchObject({ can: rights });
    for (const [right, allowed] of Object.entries(rights)) {
      const attempt = acts[right as keyof typeof acts](actor);
      if (allowed) await attempt;
      else await expect(attempt).rejects.toMatchObject({ code: "access/permission_denied", status: 403 });
    }
  }
});
