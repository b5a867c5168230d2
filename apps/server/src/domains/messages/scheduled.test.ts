import type { CallInput, ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { newKey } from "../groups/testing.ts";
import { keptChanged } from "./kept-news.ts";
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

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const later = (ms: number) => new Date(talk.clock.now().getTime() + ms).toISOString();
const draft = (text: string, more = {}) => ({ text, mentions: [], mentionAll: false, replyToSeq: null, ...more });
const create = (actor: Actor, text: string, more: Partial<CallInput<"scheduled.create">> = {}) => {
  const input = { key: newKey(), conversationId: group, at: later(60_000), draft: draft(text) };
  return talk.call("scheduled.create", actor, { ...input, ...more });
};
const waiting = async (actor: Actor) => (await talk.call("scheduled.list", actor, {})).scheduled;
const said = async () => (await talk.bodies(group)).flatMap((body) => (body.kind === "message" ? [body.text] : []));
/** Does everything that is due. */
const doDue = async () => {
  while ((await talk.messages.doDue()) > 0);
};

test("a message is sent at its time, once, in the order of the times, and all devices are told", async () => {
  const news: unknown[] = [];
  const off = talk.bus.subscribe(keptChanged, ({ event }) => news.push(event));
  const key = newKey();
  const first = await create(wei, "二", { key, at: later(120_000) });
  expect(await create(wei, "二", { key, at: later(120_000) })).toEqual(first);
  await create(wei, "一");
  expect((await waiting(wei)).map((row) => row.draft.text)).toEqual(["一", "二"]);
  expect(await waiting(lin)).toEqual([]);
  talk.clock.moveBy(59_999);
  await doDue();
  expect(await said()).toEqual([]);
  talk.clock.moveBy(1);
  await Promise.all([doDue(), doDue(), doDue()]);
  expect(await said()).toEqual(["一"]);
  talk.clock.moveBy(60_000);
  await doDue();
  expect(await said()).toEqual(["一", "二"]);
  expect(await waiting(wei)).toEqual([]);
  expect(news).toEqual(new Array(4).fill({ type: "scheduled.changed", failed: false }));
  off();
});

test("a message that was sent before its row was gone is not sent again", async () => {
  const { id } = await create(wei, "once");
  const { rows } = await talk.pool.query("select * from scheduled_messages where id = $1", [id]);
  talk.clock.moveBy(60_000);
  await doDue();
  // As a process would leave it that died after sending.
  const { author_id, conversation_id, draft: stored, send_at } = rows[0];
  await talk.pool.query(
    "insert into scheduled_messages (id, author_id, conversation_id, draft, send_at) values ($1, $2, $3, $4, $5)",
    [id, author_id, conversation_id, stored, send_at],
  );
  await doDue();
  expect(await said()).toEqual(["once"]);
  expect(await waiting(wei)).toEqual([]);
});

test("the author's rights at its time decide; what is refused stays with the reason until its author decides", async () => {
  const news: unknown[] = [];
  const off = talk.bus.subscribe(keptChanged, ({ event }) => news.push(event));
  const { id } = await create(wei, "晚了");
  await talk.call("groups.setOptions", lin, { groupId: group, options: { onlyStaffSpeak: true } });
  talk.clock.moveBy(60_000);
  await doDue();
  expect(await said()).toEqual([]);
  expect(await waiting(wei)).toMatchObject([{ id, failure: { code: "messages/all_muted" } }]);
  expect(news.at(-1)).toEqual({ type: "scheduled.changed", failed: true });
  off();
  await refused(talk.call("scheduled.sendNow", wei, { scheduledId: id }), "messages/all_muted");
  await talk.call("groups.setOptions", lin, { groupId: group, options: { onlyStaffSpeak: false } });
  await refused(talk.call("scheduled.change", wei, { scheduledId: id }), "scheduled/time");
  const changed = await talk.call("scheduled.change", wei, { scheduledId: id, at: later(1_000), draft: draft("改了") });
  expect(changed).toMatchObject({ failure: null, draft: { text: "改了" } });
  talk.clock.moveBy(1_000);
  await doDue();
  expect(await said()).toEqual(["改了"]);
});

test("whoever has left the company or the group by then sends nothing", async () => {
  const boss = await talk.one({ administrator: true });
  await create(wei, "离职");
  await talk.setStatus(boss, wei, "left", lin.id);
  const ana = await talk.one();
  const theirs = await talk.group([lin, ana]);
  await create(ana, "出群", { conversationId: theirs });
  await talk.call("groups.removeMembers", lin, { groupId: theirs, members: [ana.id] });
  talk.clock.moveBy(60_000);
  await doDue();
  expect(await said()).toEqual([]);
  expect(await waiting(wei)).toMatchObject([{ failure: { code: "identity/disabled" } }]);
  expect(await waiting(ana)).toMatchObject([{ failure: { code: "conversations/not_found" } }]);
});

test("a waiting message can be sent at once or given up, by its author alone", async () => {
  const [now, never] = [await create(wei, "现在"), await create(wei, "不发了")];
  await refused(talk.call("scheduled.sendNow", lin, { scheduledId: now.id }), "scheduled/not_found");
  await talk.call("scheduled.cancel", lin, { scheduledId: never.id });
  expect(await waiting(wei)).toHaveLength(2);
  const { seq } = await talk.call("scheduled.sendNow", wei, { scheduledId: now.id });
  expect(seq).toBe((await talk.call("conversations.get", lin, { conversationId: group })).lastSeq);
  await refused(talk.call("scheduled.sendNow", wei, { scheduledId: now.id }), "scheduled/not_found");
  await talk.call("scheduled.cancel", wei, { scheduledId: never.id });
  await talk.call("scheduled.cancel", wei, { scheduledId: never.id });
  talk.clock.moveBy(60_000);
  await doDue();
  expect(await said()).toEqual(["现在"]);
});

test("times past or too far, empty texts, strangers and files of others are refused when they are asked for", async () => {
  await refused(create(wei, "x", { at: later(0) }), "scheduled/time");
  await refused(create(wei, "x", { at: later(91 * 24 * 3_600_000) }), "scheduled/time");
  await refused(create(wei, " "), "messages/empty");
  await refused(create(await talk.one(), "x"), "conversations/not_found");
  const content = { type: "file", fileId: talk.upload(lin).id };
  await refused(create(wei, "", { draft: draft("", { content }) }), "files/not_found");
  const own = { type: "file", fileId: talk.upload(wei).id };
  await create(wei, "", { draft: draft("", { content: own }) });
  talk.clock.moveBy(60_000);
  await doDue();
  expect(await talk.bodies(group)).toContainEqual(
    expect.objectContaining({ content: expect.objectContaining({ type: "file" }) }),
  );
});
