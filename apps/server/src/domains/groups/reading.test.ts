import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld, select, type World } from "./testing.ts";

let world: World;
let lin: Actor;

beforeAll(async () => {
  world = await openWorld(await cloneDatabase());
  lin = await world.one({ name: "林晓" });
});
afterAll(() => world.close());

async function allMembers(viewer: Actor, groupId: ConversationId, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await world.call("groups.members", viewer, { groupId, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.members.map(({ person }) => person.id));
    cursor = page.nextCursor;
  }
  return found;
}

/** As lists ask: by the access version they read with the group. */
async function mosaicOf(groupId: ConversationId) {
  const { rows } = await world.pool.query("select access_version from conversations where id = $1", [groupId]);
  return (await world.groups.mosaics([{ id: groupId, accessVersion: rows[0].access_version }])).get(groupId);
}

test("Members come page by page: the owner, administrators, then by joining, each once.", async () => {
  const people = await world.add(23);
  const groupId = await world.group([lin, ...people.slice(0, 20)]);
  for (const late of people.slice(20)) {
    await world.call("groups.addMembers", lin, { groupId, selection: select([late]) });
  }
  const chief = people[22] as Actor;
  await world.call("groups.setAdministrator", lin, { groupId, member: chief.id, administrator: true });
  const order = await allMembers(lin, groupId, 5);
  expect(order).toHaveLength(24);
  expect(new Set(order).size).toBe(24);
  expect(order.slice(0, 2)).toEqual([lin.id, chief.id]);
  expect(order.slice(-2)).toEqual([people[20]?.id, people[21]?.id]);
  expect(await allMembers(lin, groupId, 200)).toEqual(order);
  await expect(world.call("groups.members", lin, { groupId, cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({
    code: "request/invalid",
  });
});

test("Members are found by name, pinyin and initials, with signs of patterns taken literally.", async () => {
  const groupId = await world.group([lin, await world.one({ name: "王芳" }), await world.one({ name: "100%真" })]);
  const found = async (query: string) => {
    const page = await world.call("groups.members", lin, { groupId, query });
    expect(page.total).toBe(page.members.length);
    return page.members.map(({ person }) => person.name);
  };
  expect(await found("芳")).toEqual(["王芳"]);
  expect(await found("TONGSHI")).toHaveLength(3);
  expect(await found("ts")).toHaveLength(3);
  expect(await found("%")).toEqual(["100%真"]);
  expect(await found("没有")).toEqual([]);
});

test("Members found by a name given in the group or by their own come page by page, each once, and are counted.", async () => {
  const [wang, other] = [await world.one({ name: "王小花" }), await world.one({ name: "李'四\\" })];
  const groupId = await world.group([lin, wang, other, ...(await world.add(3))]);
  await world.call("groups.setOptions", lin, { groupId, options: { realNames: false } });
  await world.call("groups.setNickname", wang, { groupId, nickname: "小花" });
  await world.call("groups.setNickname", other, { groupId, nickname: "花匠" });
  const names = async (query: string, limit: number) => {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await world.call("groups.members", lin, { groupId, query, limit, ...(cursor ? { cursor } : {}) });
      found.push(...page.members.map(({ person }) => person.name));
      if (!page.nextCursor) return [...found, page.total];
      cursor = page.nextCursor;
    }
  };
  expect(await names("花", 1)).toEqual(["王小花", "李'四\\", 2]);
  expect(await names("小花", 5)).toEqual(["王小花", 1]);
  for (const query of ["'", "'四", "四\\", "\\"]) expect(await names(query, 5), query).toEqual(["李'四\\", 1]);
  await world.call("groups.setOptions", lin, { groupId, options: { realNames: true } });
  expect(await names("花", 5)).toEqual(["王小花", 1]);
});

test("What one may do to each member is told beside them.", async () => {
  const [wei, ana] = (await world.add(2)) as [Actor, Actor];
  const groupId = await world.group([lin, wei, ana]);
  await world.call("groups.setAdministrator", lin, { groupId, member: wei.id, administrator: true });
  const { members } = await world.call("groups.members", wei, { groupId });
  expect(members.map(({ can }) => [can.remove, can.mute, can.appoint, can.handOver])).toEqual([
    [false, false, false, false],
    [false, false, false, false],
    [true, true, false, false],
  ]);
});

test("External people see members unless the group hides them, and never departments.", async () => {
  const kai = await world.one({ kind: "external" });
  const groupId = await world.group([lin, kai], { type: "customer" });
  expect((await world.call("groups.members", kai, { groupId })).members.map(({ person }) => person.name)).toContain(
    "林晓",
  );
  await world.call("groups.setOptions", lin, { groupId, options: { hideMembersFromExternals: true } });
  await expect(world.call("groups.members", kai, { groupId })).rejects.toMatchObject({
    code: "access/permission_denied",
  });
  expect(await world.call("groups.get", kai, { groupId })).toMatchObject({
    departments: [],
    can: { seeMembers: false },
  });
});

test("One's own groups are listed by name, found by a part of it, page by page.", async () => {
  const ana = await world.one();
  for (const name of ["丙组", "甲组", "乙组", "甲队"]) await world.group([lin, ana], { name });
  const first = await world.call("groups.mine", ana, { limit: 3 });
  const rest = await world.call("groups.mine", ana, { limit: 3, cursor: first.nextCursor as string });
  expect([first.total, rest.nextCursor]).toEqual([4, null]);
  const names = [...first.groups, ...rest.groups].map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  expect(new Set(names).size).toBe(4);
  const found = await world.call("groups.mine", ana, { query: "甲" });
  expect(found.total).toBe(2);
  expect(found.groups[0]?.mosaic).toEqual([lin.id, ana.id]);
});

test("A43 Any employee can message any other in scope without a request or approval.", async () => {
  const [ana, wei] = (await world.add(2)) as [Actor, Actor];
  expect(await world.groups.mayContact(ana, wei.id, null)).toBe(true);
});

test("A group that forbids private chat blocks it from within, and always among external people.", async () => {
  const [ana] = (await world.add(1)) as [Actor];
  const [kai, max] = (await world.add(2, { kind: "external" })) as [Actor, Actor];
  const groupId = await world.group([lin, ana, kai, max], { type: "customer" });
  const may = world.groups.mayContact;
  expect([await may(lin, kai.id, groupId), await may(kai, lin.id, groupId)]).toEqual([true, true]);
  expect([await may(kai, max.id, groupId), await may(kai, max.id, null)]).toEqual([false, false]);
  await world.call("groups.setOptions", lin, { groupId, options: { noPrivateChat: true } });
  expect([await may(lin, ana.id, groupId), await may(lin, ana.id, null)]).toEqual([false, true]);
  expect([await may(kai, lin.id, groupId), await may(kai, lin.id, null)]).toEqual([false, false]);
});

test("What a group says about speaking is current after every change of group, members and policy.", async () => {
  const [ana] = (await world.add(1)) as [Actor];
  const groupId = await world.group([lin, ana]);
  const member = { role: "member", mutedUntil: null } as const;
  const may = async () => {
    const speech = await world.groups.speech(groupId);
    return [speech?.state, speech?.maySpeak(member, world.clock.now()), speech?.mayMentionAll("member")];
  };
  expect(await may()).toEqual(["active", true, false]);
  await world.call("groups.setOptions", lin, { groupId, options: { onlyStaffSpeak: true } });
  expect(await may()).toEqual(["active", false, false]);
  await world.setPolicy({ memberMentionAllUpTo: 2 });
  expect(await may()).toEqual(["active", false, true]);
  await world.call("groups.addMembers", lin, { groupId, selection: select(await world.add(1)) });
  expect(await may()).toEqual(["active", false, false]);
  await world.call("groups.dissolve", lin, { groupId });
  expect(await may()).toEqual(["dissolved", false, false]);
  expect(await world.groups.speech(lin.id as never)).toBeNull();
});

test("What a group says is never older than the access its asker knows of, though news be late.", async () => {
  const [ana] = (await world.add(1)) as [Actor];
  const groupId = await world.group([lin, ana]);
  await world.groups.speech(groupId);
  // Changed behind the bus, as by another process whose news is still under way.
  await world.pool.query("update groups set options = options || '{\"onlyStaffSpeak\": true}' where id = $1", [
    groupId,
  ]);
  await world.pool.query("update conversations set access_version = access_version + 1 where id = $1", [groupId]);
  const { rows } = await world.pool.query("select access_version from conversations where id = $1", [groupId]);
  expect((await world.groups.speech(groupId))?.options.onlyStaffSpeak).toBe(false);
  expect((await world.groups.speech(groupId, rows[0].access_version))?.options.onlyStaffSpeak).toBe(true);
});

test("A mosaic has four members at most, the owner first.", async () => {
  const groupId = await world.group([lin, ...(await world.add(5))]);
  const mosaic = await mosaicOf(groupId);
  expect(mosaic).toHaveLength(4);
  expect(mosaic?.[0]).toBe(lin.id);
});

test("A mosaic shows the owner and then whoever joined first, whatever their roles became.", async () => {
  const [first, second, third, ...later] = (await world.add(6)) as [Actor, Actor, Actor, ...Actor[]];
  const groupId = await world.group([lin, first]);
  for (const person of [second, third, ...later]) {
    await world.call("groups.addMembers", lin, { groupId, selection: select([person]) });
  }
  const newest = later.at(-1) as Actor;
  await world.call("groups.setAdministrator", lin, { groupId, member: newest.id, administrator: true });
  expect(await mosaicOf(groupId)).toEqual([lin.id, first.id, second.id, third.id]);
});

test("A mosaic that was shown before follows who comes, goes and becomes the owner.", async () => {
  const [first, second, third, fourth] = (await world.add(4)) as [Actor, Actor, Actor, Actor];
  const groupId = await world.group([lin, first]);
  expect(await mosaicOf(groupId)).toEqual([lin.id, first.id]);
  for (const person of [second, third, fourth]) {
    await world.call("groups.addMembers", lin, { groupId, selection: select([person]) });
  }
  expect(await mosaicOf(groupId)).toEqual([lin.id, first.id, second.id, third.id]);
  await world.call("groups.removeMembers", lin, { groupId, members: [first.id] });
  expect(await mosaicOf(groupId)).toEqual([lin.id, second.id, third.id, fourth.id]);
  await world.call("groups.handOver", lin, { groupId, to: third.id });
  expect(await mosaicOf(groupId)).toEqual([third.id, lin.id, second.id, fourth.id]);
});
