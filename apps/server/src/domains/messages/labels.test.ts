import type { ConversationId, LabelId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { newKey } from "../groups/testing.ts";
import { keepingChanged } from "../log/index.ts";
import { keptChanged } from "./kept-news.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let [lin, wei]: [Actor, Actor] = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
  [lin, wei] = (await talk.add(2)) as [Actor, Actor];
  group = await talk.group([lin, wei]);
});
afterAll(() => talk.close());

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const summary = (actor: Actor) => talk.call("conversations.get", actor, { conversationId: group });
const create = (actor: Actor, name: string, key = newKey()) => talk.call("labels.create", actor, { key, name });

test("labels are one's own: in one's order, on all devices, unknown to others", async () => {
  const news: unknown[] = [];
  const off = talk.bus.subscribe(keptChanged, (change) => news.push(change));
  const work = await create(lin, "工作");
  const key = newKey();
  const urgent = await create(lin, "紧急", key);
  expect(await create(lin, "紧急", key)).toEqual(urgent);
  await refused(create(lin, "工作"), "labels/name_taken");
  await refused(talk.call("labels.rename", lin, { labelId: urgent.id, name: "工作" }), "labels/name_taken");
  await talk.call("labels.order", lin, { labelIds: [urgent.id] });
  await talk.call("labels.rename", lin, { labelId: work.id, name: "项目" });
  const mine = [urgent, { id: work.id, name: "项目" }];
  expect((await talk.call("labels.list", lin, {})).labels).toEqual(mine);
  expect(news.at(-1)).toEqual({ personId: lin.id, event: { type: "labels.changed", labels: mine } });
  off();
  expect((await talk.call("labels.list", wei, {})).labels).toEqual([]);
  const another = [{ labelId: work.id, name: "我的" }] as const;
  await refused(talk.call("labels.rename", wei, another[0]), "labels/not_found");
  await refused(talk.call("labels.order", wei, { labelIds: [work.id] }), "labels/not_found");
  await refused(talk.call("labels.assign", wei, { conversationId: group, labelIds: [work.id] }), "labels/not_found");
});

test("a conversation has exactly the labels it is given, and loses those that are deleted", async () => {
  const told: unknown[] = [];
  const off = talk.bus.subscribe(keepingChanged, (change) => told.push(change));
  const [a, b] = [await create(lin, "甲"), await create(lin, "乙")];
  await talk.call("labels.assign", lin, { conversationId: group, labelIds: [a.id, b.id, a.id] });
  expect(told).toEqual([{ conversationId: group, personId: lin.id, read: null }]);
  off();
  expect(new Set((await summary(lin)).labels)).toEqual(new Set([a.id, b.id]));
  expect((await summary(wei)).labels).toEqual([]);
  await talk.call("labels.delete", lin, { labelId: a.id });
  expect((await summary(lin)).labels).toEqual([b.id]);
  await talk.call("labels.assign", lin, { conversationId: group, labelIds: [] });
  expect((await summary(lin)).labels).toEqual([]);
  const elsewhere = { conversationId: newId<ConversationId>(), labelIds: [] as LabelId[] };
  await refused(talk.call("labels.assign", lin, elsewhere), "conversations/not_found");
});

test("folding is kept per person, beside pinning and muting", async () => {
  expect(await talk.call("conversations.set", lin, { conversationId: group, folded: true })).toMatchObject({
    folded: true,
    muted: false,
  });
  expect((await summary(wei)).folded).toBe(false);
  expect((await talk.call("conversations.set", lin, { conversationId: group, muted: true })).folded).toBe(true);
  expect((await talk.call("conversations.set", lin, { conversationId: group, folded: false })).folded).toBe(false);
});
