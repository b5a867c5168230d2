import { type ClientMessageId, type ConversationId, emptySelection } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let [lin, wei, ana]: [Actor, Actor, Actor] = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei, ana] = (await talk.add(3)) as [Actor, Actor, Actor];
  group = await talk.group([lin, wei, ana]);
});
afterAll(() => talk.close());

const get = (actor: Actor, conversationId = group) => talk.call("conversations.get", actor, { conversationId });
const lastBody = async (actor: Actor) => (await get(actor)).last?.body;
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

test("A43 Any employee can message any other in scope without a request or approval.", async () => {
  const { id, peerId } = await talk.call("conversations.openDirect", lin, { personId: wei.id });
  expect(peerId).toBe(wei.id);
  await talk.send(lin, id, "你好");
  expect((await talk.call("conversations.list", wei, {})).conversations[0]).toMatchObject({
    id,
    peerId: lin.id,
    lastOrdinal: 1,
    readOrdinal: 0,
  });
  expect((await talk.call("conversations.openDirect", wei, { personId: lin.id })).id).toBe(id);
});

test("A59 @所有人 by an allowed role notifies everyone once; by a member without the right it is delivered as plain text with a warning to the sender.", async () => {
  const denied = await talk.send(wei, group, "@所有人 吃饭", { mentionAll: true });
  expect(denied.warning).toBe("mention_all_denied");
  expect(await lastBody(lin)).toMatchObject({ text: "@所有人 吃饭", mentionAll: false });
  expect((await get(ana)).mentionSeqs).toEqual([]);
  const allowed = await talk.send(lin, group, "@所有人 开会", { mentionAll: true, mentions: [ana.id] });
  expect(allowed.warning).toBeNull();
  expect((await get(ana)).mentionSeqs).toEqual([allowed.seq]);
  expect((await get(wei)).mentionSeqs).toEqual([allowed.seq]);
  expect((await get(lin)).mentionSeqs).toEqual([]);
});

test("a retry answers the stored message and stores no second one", async () => {
  const clientId = newId<ClientMessageId>();
  const first = await talk.send(wei, group, "once", { clientId });
  expect(await talk.send(wei, group, "once", { clientId })).toEqual({ ...first, duplicate: true });
  expect((await get(lin)).lastSeq).toBe(first.seq);
});

test("a muted member, anybody but staff under 全员禁言, strangers and members of a dissolved group are refused", async () => {
  const until = new Date(talk.clock.now().getTime() + 60_000).toISOString();
  await talk.call("groups.muteMember", lin, { groupId: group, member: wei.id, until });
  await refused(talk.send(wei, group, "hm"), "messages/muted");
  talk.clock.moveBy(61_000);
  await talk.send(wei, group, "again");
  await talk.call("groups.setOptions", lin, { groupId: group, options: { onlyStaffSpeak: true } });
  await refused(talk.send(ana, group, "hm"), "messages/all_muted");
  await talk.send(lin, group, "staff");
  const stranger = await talk.one();
  await refused(talk.send(stranger, group, "hm"), "conversations/not_found");
  await refused(talk.call("messages.history", stranger, { conversationId: group }), "conversations/not_found");
  await talk.call("groups.dissolve", lin, { groupId: group });
  await refused(talk.send(ana, group, "hm"), "conversations/dissolved");
  await refused(talk.send(stranger, group, "hm"), "conversations/not_found");
});

test("empty texts and mentions of strangers are refused", async () => {
  await refused(talk.send(lin, group, " \n "), "messages/empty");
  const stranger = await talk.one();
  await refused(talk.send(lin, group, "@", { mentions: [stranger.id] }), "messages/mention_not_member");
});

test("a reply carries author and start of the original as the server knows them, if the sender may see it", async () => {
  const { seq } = await talk.send(wei, group, "长".repeat(200));
  await talk.send(ana, group, "yes", { replyToSeq: seq });
  expect(await lastBody(lin)).toMatchObject({ replyTo: { seq, by: wei.id, text: `${"长".repeat(120)}…` } });
  await refused(talk.send(ana, group, "no", { replyToSeq: 1 }), "messages/reply_not_found");
  await refused(talk.send(ana, group, "no", { replyToSeq: 999 }), "messages/reply_not_found");
  const late = await talk.one();
  const selection = { people: [late.id], departments: [], groups: [], except: [] };
  await talk.call("groups.addMembers", lin, { groupId: group, selection });
  await refused(talk.send(late, group, "no", { replyToSeq: seq }), "messages/reply_not_found");
});

test("the direct conversation with somebody who left takes no message, and none is opened", async () => {
  const boss = await talk.one({ administrator: true });
  const { id } = await talk.call("conversations.openDirect", lin, { personId: wei.id });
  await talk.send(lin, id, "bye");
  await talk.setStatus(boss, wei, "left", lin.id);
  await refused(talk.send(lin, id, "still there?"), "conversations/peer_inactive");
  await refused(talk.call("conversations.openDirect", ana, { personId: wei.id }), "conversations/peer_inactive");
  await refused(talk.call("conversations.openDirect", lin, { personId: lin.id }), "conversations/self");
});

test("a group without private chat opens no direct conversation among its members", async () => {
  await talk.call("groups.setOptions", lin, { groupId: group, options: { noPrivateChat: true } });
  const open = talk.call("conversations.openDirect", wei, { personId: ana.id, fromGroup: group });
  await refused(open, "contact/blocked");
});

test("a removed conversation comes back to the list with the next message", async () => {
  await talk.call("conversations.set", wei, { conversationId: group, hidden: true });
  const listed = async () => (await talk.call("conversations.list", wei, {})).conversations.map(({ id }) => id);
  expect(await listed()).not.toContain(group);
  await talk.send(lin, group, "new");
  expect(await listed()).toContain(group);
});

test("marking read moves forward only and takes 标为未读 away; whoever writes has read", async () => {
  const first = await talk.send(lin, group, "1");
  const second = await talk.send(lin, group, "2");
  await talk.call("conversations.set", wei, { conversationId: group, markedUnread: true });
  await talk.call("conversations.markRead", wei, { conversationId: group, seq: second.seq });
  expect(await get(wei)).toMatchObject({ readSeq: second.seq, readOrdinal: 2, markedUnread: false });
  await talk.call("conversations.markRead", wei, { conversationId: group, seq: first.seq });
  expect((await get(wei)).readSeq).toBe(second.seq);
  const own = await talk.send(ana, group, "3");
  expect(await get(ana)).toMatchObject({ readSeq: own.seq, readOrdinal: own.ordinal });
});

test("the list takes one statement however long it is, two more for mosaics and newest entries not yet known, pinned ones come first, and pages leave no hole", async () => {
  const many = await talk.one();
  const ids: ConversationId[] = [];
  for (let i = 0; i < 25; i++) ids.push(await talk.group([many, wei]));
  for (const personId of [lin.id, ana.id]) {
    const { id } = await talk.call("conversations.openDirect", many, { personId });
    await talk.send(many, id, "hi");
  }
  await talk.call("conversations.set", many, { conversationId: ids[3] as ConversationId, pinned: true });
  let statements = 0;
  const count = () => {
    statements += 1;
  };
  talk.pool.on("acquire", count);
  const whole = (await talk.call("conversations.list", many, {})).conversations;
  expect(statements).toBe(3);
  expect((await talk.call("conversations.list", many, {})).conversations).toEqual(whole);
  expect(statements).toBe(4);
  talk.pool.off("acquire", count);
  expect(whole).toHaveLength(27);
  expect(whole[0]?.id).toBe(ids[3]);
  const paged: ConversationId[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await talk.call("conversations.list", many, { limit: 10, ...(cursor ? { cursor } : {}) });
    paged.push(...page.conversations.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(whole.map(({ id }) => id));
  await refused(talk.call("conversations.list", many, { cursor: "nonsense" }), "request/invalid");
});

test("the list tells of the first twenty unread calls, by name or to everybody, each once and in order", async () => {
  const called = await talk.one();
  const id = await talk.group([lin, called, ana]);
  const seqs: number[] = [];
  for (let i = 0; i < 24; i++) {
    const how = { mentionAll: i % 2 === 0, mentions: i % 3 === 0 || i % 2 === 1 ? [called.id] : [] };
    seqs.push((await talk.send(lin, id, `${i}`, how)).seq);
  }
  const listed = async (viewer: typeof called) =>
    (await talk.call("conversations.list", viewer, {})).conversations.find((one) => one.id === id)?.mentionSeqs;
  expect(await listed(called)).toEqual(seqs.slice(0, 20));
  expect(await listed(ana)).toEqual(seqs.filter((_, i) => i % 2 === 0));
  await talk.call("conversations.markRead", called, { conversationId: id, seq: seqs[21] as number });
  expect(await listed(called)).toEqual(seqs.slice(22));
});

test("a group's name and count in the list are those of now, whatever was shown before", async () => {
  const id = await talk.group([lin, ana]);
  const listed = async () => {
    const { conversations } = await talk.call("conversations.list", lin, {});
    return conversations.find((one) => one.id === id);
  };
  expect(await listed()).toMatchObject({ type: "normal", memberCount: 2, mosaic: [lin.id, ana.id] });
  await talk.call("groups.edit", lin, { groupId: id, name: "新名" });
  await talk.call("groups.addMembers", lin, { groupId: id, selection: { ...emptySelection, people: [wei.id] } });
  expect(await listed()).toMatchObject({ name: "新名", memberCount: 3, mosaic: [lin.id, ana.id, wei.id] });
});

test("the entry a list shows is that of now, whatever was shown before: edited, recalled, deleted for oneself, removed by retention", async () => {
  const shown = async (actor: Actor) => {
    const { conversations } = await talk.call("conversations.list", actor, {});
    return conversations.find(({ id }) => id === group)?.last;
  };
  const { seq } = await talk.send(lin, group, "first");
  expect((await shown(wei))?.body).toMatchObject({ text: "first" });
  await talk.call("messages.edit", lin, {
    conversationId: group,
    seq,
    text: "second",
    mentions: [],
    mentionAll: false,
  });
  expect((await shown(wei))?.body).toMatchObject({ text: "second" });
  await talk.call("messages.hide", wei, { conversationId: group, seqs: [seq] });
  expect((await shown(wei))?.body).toMatchObject({ kind: "hidden" });
  expect((await shown(ana))?.body).toMatchObject({ text: "second" });
  await talk.call("messages.recall", lin, { conversationId: group, seq });
  expect((await shown(ana))?.body).toMatchObject({ kind: "recalled", recalledBy: lin.id });
  const { seq: newest } = await talk.send(ana, group, "third");
  expect(await shown(lin)).toMatchObject({ seq: newest, body: { text: "third" } });
  await talk.log.purge(group, new Date(talk.clock.now().getTime() + 1_000));
  expect(await shown(lin)).toBeNull();
});

test("a page of history is one statement whichever way it goes, and each message in it has its state", async () => {
  const first = await talk.send(lin, group, "1");
  const second = await talk.send(wei, group, "2");
  const third = await talk.send(lin, group, "3");
  await talk.call("messages.react", ana, {
    conversationId: group,
    seq: second.seq,
    emoji: "👍",
    on: true,
  });
  await talk.call("messages.recall", lin, { conversationId: group, seq: third.seq });
  let statements = 0;
  const count = () => {
    statements += 1;
  };
  talk.pool.on("acquire", count);
  for (const way of [{}, { after: first.seq }, { before: third.seq + 1 }, { around: second.seq }]) {
    const { entries } = await talk.call("messages.history", ana, { conversationId: group, ...way });
    const reacted = entries.find(({ seq }) => seq === second.seq);
    expect(reacted?.state).toEqual({ reactions: [{ emoji: "👍", count: 1, mine: true }] });
    expect(reacted?.changedSeq).toBe(third.seq + 1);
    const recalled = entries.find(({ seq }) => seq === third.seq);
    expect(recalled?.body).toMatchObject({ kind: "recalled", recalledBy: lin.id });
    expect(recalled?.state).toBeUndefined();
    expect(JSON.stringify(recalled)).not.toContain('"3"');
  }
  talk.pool.off("acquire", count);
  expect(statements).toBe(4);
});
