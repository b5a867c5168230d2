import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { draftChanged } from "./index.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let [lin, wei]: [Actor, Actor] = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei] = (await talk.add(2)) as [Actor, Actor];
  group = await talk.group([lin, wei]);
});
afterAll(() => talk.close());

const set = (actor: Actor, text: string, agoMs?: number) => {
  const input = { conversationId: group, text, mentions: [{ id: wei.id, name: "魏然" }], replyToSeq: 1 };
  return talk.call("drafts.set", actor, agoMs === undefined ? input : { ...input, agoMs });
};
const textsOf = async (actor: Actor) => (await talk.call("drafts.list", actor, {})).drafts.map(({ text }) => text);

test("a draft is kept with who was picked and what it answers, for its author alone; emptied it is gone", async () => {
  const told: string[] = [];
  const end = talk.bus.subscribe(draftChanged, ({ personId }) => told.push(personId));
  const { draft } = await set(lin, "写到一半 @魏然 ");
  expect(draft).toMatchObject({ text: "写到一半 @魏然 ", mentions: [{ id: wei.id, name: "魏然" }], replyToSeq: 1 });
  expect((await talk.call("drafts.list", lin, {})).drafts).toEqual([draft]);
  expect(await textsOf(wei)).toEqual([]);
  expect((await set(lin, "")).draft).toBeNull();
  expect(await textsOf(lin)).toEqual([]);
  expect(told).toEqual([lin.id, lin.id]);
  end();
});

test("the latest edit holds: one that waited offline loses to a newer one, also to a draft sent since", async () => {
  await set(lin, "在电脑上");
  talk.clock.moveBy(60_000);
  expect((await set(lin, "早先在手机上", 120_000)).draft?.text).toBe("在电脑上");
  expect((await set(lin, "刚才在手机上", 10_000)).draft?.text).toBe("刚才在手机上");
  await set(lin, "");
  expect((await set(lin, "更早的", 5_000)).draft).toBeNull();
  expect(await textsOf(lin)).toEqual([]);
});

test("nobody keeps drafts where they are not, and those of a conversation that was left are not told", async () => {
  const [zoe] = (await talk.add(1)) as [Actor];
  await expect(set(zoe, "hm")).rejects.toMatchObject({ code: "conversations/not_found" });
  await set(wei, "我先走了");
  await talk.call("groups.leave", wei, { groupId: group });
  expect(await textsOf(wei)).toEqual([]);
  await expect(set(wei, "还在")).rejects.toMatchObject({ code: "conversations/not_found" });
});

test("emptied drafts are forgotten after a month, others never", async () => {
  await set(lin, "留着");
  await set(wei, "");
  talk.clock.moveBy(31 * 24 * 3_600_000);
  await talk.sweepDrafts();
  expect(await textsOf(lin)).toEqual(["留着"]);
  const { rows } = await talk.pool.query("select principal_id from drafts where conversation_id = $1", [group]);
  expect(rows).toEqual([{ principal_id: lin.id }]);
});
