import { type ConversationId, closeCodes } from "@qunxin/protocol";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { openSocketWorld, type SocketWorld, say } from "./testing.ts";

type Device = Awaited<ReturnType<SocketWorld["device"]>>;

let world: SocketWorld;
let [lin, wei, ana]: [Actor, Actor, Actor] = [] as never;
let group: ConversationId;
let [lins, weis, anas]: [Device, Device, Device] = [] as never;

beforeAll(async () => {
  world = await openSocketWorld();
  // Groups and messages by the same time.
  world.clock.moveBy(Date.now() - world.clock.now().getTime());
});
beforeEach(async () => {
  [lin, wei, ana] = (await world.add(3)) as [Actor, Actor, Actor];
  group = await world.group([lin, wei, ana]);
  [lins, weis, anas] = [await world.device(lin), await world.device(wei), await world.device(ana)];
  for (const device of [lins, weis, anas]) await say(device, group, "warm");
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => world.close());

/** Watches what the database is asked from now on, over whatever connection; it is asked all the same. */
function watchStatements(): () => string[] {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  return () => spy.mock.calls.map(([query]) => nameOf(query));
}

function nameOf(query: unknown): string {
  if (typeof query === "string") return query;
  const { name, text } = query as { name?: string; text?: string };
  return name ?? text ?? "";
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "said",
    (error: { code: string }) => error.code,
  );

test("with everything warm a message costs one statement: the append", async () => {
  const statements = watchStatements();
  await say(weis, group, "one");
  expect(statements()).toEqual(["append"]);
});

test("messages of one moment go together: thirty of three people cost a few appends and nothing else", async () => {
  const statements = watchStatements();
  const devices = Array.from({ length: 30 }, (_, index) => [lins, weis, anas][index % 3] as Device);
  const sent = await Promise.all(devices.map((device, index) => say(device, group, `${index}`)));
  expect(new Set(sent.map(({ seq }) => seq)).size).toBe(30);
  expect(new Set(statements())).toEqual(new Set(["append"]));
  // As many as the sockets were read in turns of the event loop, at the most.
  expect(statements().length).toBeLessThanOrEqual(10);
});

test("whoever was removed is refused by the next judgement, and asked for once more only", async () => {
  await lins.call("groups.removeMembers", { groupId: group, members: [wei.id] });
  expect(await refusal(say(weis, group, "still here?"))).toBe("conversations/not_found");
  await say(anas, group, "warm again");
  const statements = watchStatements();
  await say(anas, group, "and on");
  expect(statements()).toEqual(["append"]);
});

test("muting, 全员禁言 and a new role hold for the next message", async () => {
  const until = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
  await lins.call("groups.muteMember", { groupId: group, member: wei.id, until });
  expect(await refusal(say(weis, group, "hm"))).toBe("messages/muted");
  await lins.call("groups.setOptions", { groupId: group, options: { onlyStaffSpeak: true } });
  expect(await refusal(say(anas, group, "hm"))).toBe("messages/all_muted");
  await lins.call("groups.setAdministrator", { groupId: group, member: ana.id, administrator: true });
  expect(await refusal(say(anas, group, "now"))).toBe("said");
});

test("a changed policy holds for the next message", async () => {
  const everybody = () => say(weis, group, "@所有人", { mentionAll: true });
  await world.setPolicy({ memberMentionAllUpTo: 500 });
  expect((await everybody()).warning).toBeNull();
  await world.setPolicy({ memberMentionAllUpTo: 0 });
  expect((await everybody()).warning).toBe("mention_all_denied");
});

test("an ended session stores nothing more", async () => {
  const other = await world.device(wei);
  await world.revoke(other, wei, weis.session.sessionId);
  const statements = watchStatements();
  void say(weis, group, "too late").catch(() => undefined);
  expect(await weis.closed).toBe(closeCodes.signedOut);
  expect(await world.identity.authenticate(weis.session.token)).toBeNull();
  expect(statements()).not.toContain("append");
});
