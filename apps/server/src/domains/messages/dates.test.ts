import type { ConversationId, MessageBody } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { dayIn, startOfDay } from "./dates-zone.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let [lin, wei]: [Actor, Actor] = [] as never;

beforeAll(async () => {
  talk = await openTalk();
  [lin, wei] = (await talk.add(2)) as [Actor, Actor];
});
afterAll(() => talk.close());

const body = (text: string): MessageBody => ({
  kind: "message",
  text,
  mentions: [],
  mentionAll: false,
  replyTo: null,
});
const at = (moment: string) => new Date(moment);
/** Writes messages of those moments; answers their seqs. */
const write = (group: ConversationId, moments: readonly string[]) =>
  talk.transact(async (tx) => {
    const drafts = moments.map((moment) => ({ body: body(moment), by: wei.id, at: at(moment) }));
    return (await talk.log.record(tx, group, drafts)).map(({ seq }) => seq);
  });
const jump = async (actor: Actor, conversationId: ConversationId, date: string) =>
  (await talk.call("messages.atDate", actor, { conversationId, date })).seq;

test("a day begins at midnight of the company's zone, also where the clock is moved", () => {
  expect(startOfDay("2026-03-02", "Asia/Shanghai")).toEqual(at("2026-03-01T16:00:00Z"));
  expect(startOfDay("2026-03-29", "Europe/Berlin")).toEqual(at("2026-03-28T23:00:00Z"));
  expect(startOfDay("2026-03-30", "Europe/Berlin")).toEqual(at("2026-03-29T22:00:00Z"));
  // Midnight did not exist on this day in Beirut.
  expect(startOfDay("2026-03-29", "Asia/Beirut")).toEqual(at("2026-03-28T22:00:00Z"));
  expect(dayIn(at("2026-03-01T16:00:00Z"), "Asia/Shanghai")).toBe("2026-03-02");
  expect(dayIn(at("2026-03-01T15:59:59Z"), "Asia/Shanghai")).toBe("2026-03-01");
});

test("jumping to a day finds the first message on or after it, and a month tells its days", async () => {
  const group = await talk.group([lin, wei]);
  const seqs = await write(group, [
    "2026-03-10T15:59:59Z",
    "2026-03-10T16:00:00Z",
    "2026-03-11T02:00:00Z",
    "2026-03-31T15:00:00Z",
    "2026-04-02T00:00:00Z",
  ]);
  expect(await jump(lin, group, "2026-03-10")).toBe(seqs[0]);
  expect(await jump(lin, group, "2026-03-11")).toBe(seqs[1]);
  expect(await jump(lin, group, "2026-03-12")).toBe(seqs[3]);
  expect(await jump(lin, group, "2026-04-03")).toBeNull();
  expect(await jump(lin, group, "2020-01-01")).toBe(seqs[0]);
  const days = async (month: string) => (await talk.call("messages.days", lin, { conversationId: group, month })).days;
  expect(await days("2026-03")).toEqual([10, 11, 31]);
  expect(await days("2026-04")).toEqual([2]);
  expect(await days("2026-02")).toEqual([]);
});

test("a day tells nothing of what its asker may not see", async () => {
  const group = await talk.group([lin, wei]);
  await write(group, ["2026-03-10T02:00:00Z", "2026-03-11T02:00:00Z"]);
  const late = await talk.one();
  const selection = { people: [late.id], departments: [], groups: [], except: [] };
  await talk.call("groups.addMembers", lin, { groupId: group, selection });
  const [own] = await write(group, ["2026-03-20T02:00:00Z"]);
  expect(await jump(late, group, "2026-03-01")).toBe(own);
  const month = { conversationId: group, month: "2026-03" };
  expect((await talk.call("messages.days", late, month)).days).toEqual([20]);
  await expect(talk.call("messages.days", await talk.one(), month)).rejects.toMatchObject({
    code: "conversations/not_found",
  });
});

test("a day is found in a long conversation by halving, exactly", async () => {
  const group = await talk.group([lin, wei]);
  await talk.transact(async (tx) => {
    const start = Date.parse("2025-01-01T00:00:00Z");
    const drafts = Array.from({ length: 20_000 }, (_, n) => ({
      body: body(""),
      by: wei.id,
      at: new Date(start + n * 600_000),
    }));
    await talk.log.record(tx, group, drafts);
  });
  const seq = await jump(lin, group, "2025-03-01");
  expect(seq).toBe(1 + 1 + (59 * 24 - 8) * 6);
});
