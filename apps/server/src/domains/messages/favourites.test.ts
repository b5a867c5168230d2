import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { keptChanged } from "./kept-news.ts";
import { tellDueReminders } from "./reminders.ts";
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
const keep = (actor: Actor, ...seqs: number[]) => talk.call("favourites.add", actor, { conversationId: group, seqs });
const kept = async (actor: Actor, query = {}) =>
  (await talk.call("favourites.list", actor, query)).favourites.map(({ entry }) => entry.seq);
const recall = (seq: number) =>
  talk.pool.query("update entries set recalled_at = now() where conversation_id = $1 and seq = $2", [group, seq]);
const later = (ms: number) => new Date(talk.clock.now().getTime() + ms).toISOString();

test("favourites are kept once, newest first, in pages, and go when taken out", async () => {
  const seqs: number[] = [];
  for (const text of ["一", "二", "三"]) seqs.push((await talk.send(wei, group, text)).seq);
  const [a, b, c] = seqs as [number, number, number];
  await keep(lin, a);
  await keep(lin, b, c);
  await keep(lin, a);
  expect(await kept(lin)).toEqual([c, b, a]);
  const page = await talk.call("favourites.list", lin, { limit: 2 });
  expect(page.favourites.map(({ entry }) => entry.seq)).toEqual([c, b]);
  expect(await kept(lin, { cursor: page.nextCursor, limit: 2 })).toEqual([a]);
  expect(await kept(wei)).toEqual([]);
  await talk.call("favourites.remove", lin, { conversationId: group, seqs: [b] });
  expect(await kept(lin)).toEqual([c, a]);
});

test("favourites are found by type and by words of texts, titles and file names", async () => {
  const at = new Date();
  const message = (text: string, content: object) =>
    ({ kind: "message", text, mentions: [], mentionAll: false, replyTo: null, content }) as never;
  const location = { type: "location", name: "星河大厦", address: "", latitude: 0, longitude: 0 };
  const link = { type: "link", url: "https://a.example/", title: "报销制度", summary: "", source: "内网", image: null };
  const sticker = { type: "sticker", name: "ok" };
  const entries = await talk.transact((tx) =>
    talk.log.record(tx, group, [
      { body: message("plain 周报", undefined as never), by: wei.id, at },
      { body: message("", location), by: wei.id, at },
      { body: message("", link), by: wei.id, at },
      { body: message("", sticker), by: wei.id, at },
      { body: message("# 标题", { type: "markdown" }), by: wei.id, at },
    ]),
  );
  const [text, place, page, picture, markdown] = entries.map(({ seq }) => seq) as [
    number,
    number,
    number,
    number,
    number,
  ];
  await keep(lin, text, place, page, picture, markdown);
  expect(await kept(lin, { type: "text" })).toEqual([markdown, text]);
  expect(await kept(lin, { type: "link" })).toEqual([page]);
  expect(await kept(lin, { type: "other" })).toEqual([picture]);
  expect(await kept(lin, { text: "报销" })).toEqual([page]);
  expect(await kept(lin, { text: "PLAIN" })).toEqual([text]);
  expect(await kept(lin, { text: "大厦", type: "location" })).toEqual([place]);
  expect(await kept(lin, { text: "没有" })).toEqual([]);
});

test("a favourite is gone when its message is recalled, deleted for oneself, or its group left", async () => {
  const [a, b, c] = [
    await talk.send(wei, group, "a"),
    await talk.send(wei, group, "b"),
    await talk.send(wei, group, "c"),
  ];
  await keep(lin, a.seq, b.seq, c.seq);
  await keep(wei, c.seq);
  await recall(a.seq);
  await talk.pool.query("insert into hidden_entries values ($1, $2, $3, 0)", [group, lin.id, b.seq]);
  expect(await kept(lin)).toEqual([c.seq]);
  await refused(keep(lin, a.seq), "messages/not_found");
  await refused(keep(lin, 1), "messages/not_found");
  await talk.call("groups.removeMembers", lin, { groupId: group, members: [wei.id] });
  expect(await kept(wei)).toEqual([]);
  await refused(keep(wei, c.seq), "conversations/not_found");
});

test("a reminder is told once at its time, stays until dismissed, and a new one takes its place", async () => {
  const news: { personId: string; event: { type: string } }[] = [];
  const off = talk.bus.subscribe(keptChanged, (change) => news.push(change));
  const { seq } = await talk.send(wei, group, "明天交");
  const ask = (at: string) => talk.call("reminders.set", lin, { conversationId: group, seq, at, note: "催" });
  await refused(ask(later(0)), "reminders/time");
  await refused(ask(later(400 * 24 * 3_600_000)), "reminders/time");
  await ask(later(60_000));
  const set = await ask(later(120_000));
  expect(set).toMatchObject({ due: false, entry: { body: { text: "明天交" } } });
  talk.clock.moveBy(119_999);
  expect(await tellDueReminders(talk)).toBe(0);
  talk.clock.moveBy(1);
  expect(await tellDueReminders(talk)).toBe(1);
  expect(await tellDueReminders(talk)).toBe(0);
  const due = { ...set, due: true };
  expect(news.at(-1)).toEqual({ personId: lin.id, event: { type: "reminder.due", reminder: due } });
  expect((await talk.call("reminders.list", lin, {})).reminders).toEqual([due]);
  await talk.call("reminders.cancel", wei, { reminderId: set.id });
  expect((await talk.call("reminders.list", lin, {})).reminders).toHaveLength(1);
  await talk.call("reminders.cancel", lin, { reminderId: set.id });
  expect((await talk.call("reminders.list", lin, {})).reminders).toEqual([]);
  off();
});

test("a reminder of a message that its person may not see any more comes without it", async () => {
  const { seq } = await talk.send(lin, group, "机密");
  const reminder = { conversationId: group, seq, at: later(1_000), note: "看看" };
  await talk.call("reminders.set", wei, reminder);
  await refused(talk.call("reminders.set", await talk.one(), reminder), "conversations/not_found");
  await recall(seq);
  talk.clock.moveBy(1_000);
  await tellDueReminders(talk);
  const { reminders } = await talk.call("reminders.list", wei, {});
  expect(reminders).toMatchObject([{ note: "看看", due: true, entry: null }]);
});
