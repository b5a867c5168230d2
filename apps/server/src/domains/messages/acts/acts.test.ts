import type { ClientMessageId, ConversationId, Entry, MessageBody } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../../platform/caller.ts";
import { newId } from "../../../platform/ids.ts";
import { openTalk, type Talk } from "../testing.ts";

let talk: Talk;
let [lin, wei, ana, kai]: [Actor, Actor, Actor, Actor] = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei, ana, kai] = (await talk.add(4)) as [Actor, Actor, Actor, Actor];
  group = await talk.group([lin, wei, ana]);
});
afterAll(() => talk.close());

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const at = (seq: number) => ({ conversationId: group, seq });
const entryAt = async (actor: Actor, seq: number): Promise<Entry | undefined> =>
  (await talk.call("messages.get", actor, { conversationId: group, seqs: [seq] })).entries[0];
const history = async (actor: Actor) => (await talk.call("messages.history", actor, { conversationId: group })).entries;
const summary = (actor: Actor) => talk.call("conversations.get", actor, { conversationId: group });
const add = (people: Actor[]) =>
  talk.call("groups.addMembers", lin, {
    groupId: group,
    selection: { people: people.map(({ id }) => id), departments: [], groups: [], except: [] },
  });

test("A55 The sender recalls within the window: content gone for all, placeholder stays, quotes of it are masked; one second after the window RECALL_EXPIRED.", async () => {
  const said = await talk.send(wei, group, "报价 120 万", { mentions: [ana.id] });
  const quote = await talk.send(ana, group, "收到", { replyToSeq: said.seq });
  await talk.call("messages.react", ana, { ...at(said.seq), emoji: "👍", on: true });
  await talk.call("messages.pin", lin, { ...at(said.seq), on: true });
  expect((await summary(ana)).mentionSeqs).toEqual([]);
  const { draft } = await talk.call("messages.recall", wei, at(said.seq));
  expect(draft).toMatchObject({ text: "报价 120 万", mentions: [ana.id] });
  for (const viewer of [lin, wei, ana]) {
    const placeholder = await entryAt(viewer, said.seq);
    expect(placeholder).toMatchObject({
      by: wei.id,
      ordinal: said.ordinal,
      body: { kind: "recalled", recalledBy: wei.id },
    });
    expect(placeholder).not.toHaveProperty("state");
    expect((await entryAt(viewer, quote.seq))?.body).toMatchObject({ replyTo: { text: "", recalled: true } });
    expect(JSON.stringify(await history(viewer))).not.toContain("120 万");
    expect((await talk.call("messages.pins", viewer, { conversationId: group })).entries).toEqual([]);
  }
  expect(await talk.call("messages.recall", wei, at(said.seq))).toEqual({ draft });
  await refused(talk.send(ana, group, "?", { replyToSeq: said.seq }), "messages/reply_not_found");
  const late = await talk.send(wei, group, "太晚了");
  talk.clock.moveBy(24 * 3_600_000);
  expect((await talk.call("messages.can", wei, at(late.seq))).recall).toBe(true);
  talk.clock.moveBy(1_000);
  expect((await talk.call("messages.can", wei, at(late.seq))).recall).toBe(false);
  await expect(talk.call("messages.recall", wei, at(late.seq))).rejects.toMatchObject({
    code: "messages/recall_expired",
    status: 409,
  });
});

test("a recall takes its mention back from who had not read it, and counts stay", async () => {
  const said = await talk.send(wei, group, "@ana", { mentions: [ana.id] });
  expect((await summary(ana)).mentionSeqs).toEqual([said.seq]);
  await talk.call("messages.recall", wei, at(said.seq));
  const after = await summary(ana);
  expect(after).toMatchObject({ mentionSeqs: [], lastOrdinal: 1, readOrdinal: 0, lastSeq: said.seq + 1 });
  expect(after.last).toMatchObject({ seq: said.seq, body: { kind: "recalled" } });
});

test("owner and administrators recall at any time what those below them said, nobody else does", async () => {
  await talk.call("groups.setAdministrator", lin, { groupId: group, member: wei.id, administrator: true });
  const [byOwner, byStaff, byMember] = [
    await talk.send(lin, group, "owner"),
    await talk.send(wei, group, "staff"),
    await talk.send(ana, group, "member"),
  ];
  talk.clock.moveBy(30 * 24 * 3_600_000);
  for (const { seq } of [byOwner, byStaff])
    await refused(talk.call("messages.recall", ana, at(seq)), "access/permission_denied");
  await refused(talk.call("messages.recall", wei, at(byOwner.seq)), "access/permission_denied");
  expect(await talk.call("messages.recall", wei, at(byMember.seq))).toEqual({ draft: null });
  expect(await talk.call("messages.recall", lin, at(byStaff.seq))).toEqual({ draft: null });
  expect((await entryAt(ana, byMember.seq))?.body).toMatchObject({ kind: "recalled", recalledBy: wei.id });
  await refused(talk.call("messages.recall", kai, at(byMember.seq)), "conversations/not_found");
});

test("a reply judged before the recall quotes nothing afterwards", async () => {
  const said = await talk.send(wei, group, "秘密");
  const replies = Array.from({ length: 10 }, (_, i) =>
    talk.send(i % 2 ? lin : ana, group, `${i}`, { replyToSeq: said.seq }).catch(({ code }) => code),
  );
  await talk.call("messages.recall", wei, at(said.seq));
  for (const outcome of await Promise.all(replies)) {
    if (typeof outcome === "string") expect(outcome).toBe("messages/reply_not_found");
  }
  expect(JSON.stringify(await history(ana))).not.toContain("秘密");
});

test("a reply that was stored is answered as stored, although what it quotes was recalled before the retry", async () => {
  const said = await talk.send(wei, group, "秘密");
  const clientId = newId<ClientMessageId>();
  const reply = await talk.send(ana, group, "好", { replyToSeq: said.seq, clientId });
  await talk.call("messages.recall", wei, at(said.seq));
  expect(await talk.send(ana, group, "好", { replyToSeq: said.seq, clientId })).toEqual({ ...reply, duplicate: true });
});

test("an edit is judged like a message, keeps its versions for author and staff, and changes nothing when unchanged", async () => {
  const said = await talk.send(wei, group, "三点开会");
  const edit = (actor: Actor, text: string, more = {}) =>
    talk.call("messages.edit", actor, { ...at(said.seq), text, mentions: [], mentionAll: false, ...more });
  await refused(edit(ana, "不开"), "access/permission_denied");
  await refused(edit(wei, " "), "messages/empty");
  await refused(edit(wei, "x", { mentions: [kai.id] }), "messages/mention_not_member");
  const before = (await summary(ana)).lastSeq;
  await edit(wei, "三点开会");
  expect((await summary(ana)).lastSeq).toBe(before);
  const { entry, warning } = await edit(wei, "四点开会", { mentions: [ana.id], mentionAll: true });
  expect(warning).toBe("mention_all_denied");
  expect(entry).toMatchObject({ body: { text: "四点开会", mentionAll: false }, state: { edited: { times: 1 } } });
  const seen = await summary(ana);
  expect(seen).toMatchObject({ mentionSeqs: [said.seq], last: { seq: said.seq, body: { text: "四点开会" } } });
  expect((await talk.call("messages.versions", wei, at(said.seq))).versions.map(({ text }) => text)).toEqual([
    "三点开会",
  ]);
  await talk.call("messages.versions", lin, at(said.seq));
  await refused(talk.call("messages.versions", ana, at(said.seq)), "access/permission_denied");
  talk.clock.moveBy(24 * 3_600_000 + 1_000);
  await refused(edit(wei, "五点"), "messages/edit_expired");
});

test("an edit and a recall at once leave a recalled message and no trace of the text", async () => {
  const said = await talk.send(wei, group, "one");
  await Promise.allSettled([
    talk.call("messages.edit", wei, { ...at(said.seq), text: "two", mentions: [ana.id], mentionAll: false }),
    talk.call("messages.recall", wei, at(said.seq)),
  ]);
  expect((await entryAt(ana, said.seq))?.body.kind).toBe("recalled");
  expect((await summary(ana)).mentionSeqs).toEqual([]);
  await refused(
    talk.call("messages.edit", wei, { ...at(said.seq), text: "three", mentions: [], mentionAll: false }),
    "messages/not_found",
  );
});

test("reactions of many at once count each person once, in the order of first use, and only what is one emoji", async () => {
  const { seq } = await talk.send(lin, group, "好消息");
  const react = (actor: Actor, emoji: string, on = true) =>
    talk.call("messages.react", actor, { ...at(seq), emoji, on });
  await react(ana, "👍");
  await Promise.all([wei, ana, lin].flatMap((actor) => [react(actor, "👍"), react(actor, "❤️"), react(actor, "👍")]));
  await react(ana, "👍", false);
  await react(ana, "👍", false);
  expect((await entryAt(ana, seq))?.state?.reactions).toEqual([
    { emoji: "👍", count: 2, mine: false },
    { emoji: "❤️", count: 3, mine: true },
  ]);
  expect((await talk.call("messages.reactors", ana, { ...at(seq), emoji: "👍" })).people.sort()).toEqual(
    [lin.id, wei.id].sort(),
  );
  for (const no of ["a", "1", "👍👍", "好", "<b>"]) await refused(react(ana, no), "messages/emoji");
  for (const yes of ["👨‍👩‍👧", "🇨🇳", "1️⃣", "👍🏽"]) await react(wei, yes);
});

test("acts are no messages: they move no list, are on no page, and bring no hidden conversation back", async () => {
  const first = await talk.send(lin, group, "first");
  await talk.call("conversations.set", ana, { conversationId: group, hidden: true });
  const before = await summary(wei);
  for (let i = 0; i < 60; i++)
    await talk.call("messages.react", wei, { ...at(first.seq), emoji: "👍", on: i % 2 === 0 });
  const after = await summary(wei);
  expect(after).toMatchObject({ lastOrdinal: before.lastOrdinal, last: before.last, lastSeq: before.lastSeq + 60 });
  expect((await summary(ana)).hidden).toBe(true);
  const page = await talk.call("messages.history", wei, { conversationId: group, limit: 50 });
  expect(page.entries.map(({ body }) => body.kind)).toEqual(["group_created", "message"]);
  expect(page.moreBefore).toBe(false);
  const news = await talk.call("messages.history", wei, {
    conversationId: group,
    after: first.seq,
    acts: true,
    limit: 200,
  });
  expect(news.entries).toHaveLength(60);
  expect(news.moreAfter).toBe(false);
  expect((await talk.call("messages.history", wei, { conversationId: group, after: first.seq })).entries).toEqual([]);
});

test("somebody who joined later learns neither what an earlier message said nor what becomes of it", async () => {
  const old = await talk.send(wei, group, "旧的秘密");
  await add([kai]);
  await talk.call("messages.edit", wei, { ...at(old.seq), text: "新的秘密", mentions: [kai.id], mentionAll: false });
  await talk.call("messages.pin", lin, { ...at(old.seq), on: true });
  expect(JSON.stringify(await history(kai))).not.toContain("秘密");
  expect(await talk.call("messages.get", kai, { conversationId: group, seqs: [old.seq] })).toMatchObject({
    entries: [],
  });
  expect((await talk.call("messages.pins", kai, { conversationId: group })).entries).toEqual([]);
  for (const name of [
    "messages.react",
    "messages.recall",
    "messages.versions",
    "messages.can",
    "messages.pollVoters",
  ] as const) {
    await refused(talk.call(name, kai, { ...at(old.seq), emoji: "👍", on: true } as never), "messages/not_found");
  }
  await refused(
    talk.call("messages.thread", kai, { conversationId: group, rootSeq: old.seq }),
    "messages/thread_not_found",
  );
  await refused(talk.send(kai, group, "x", { thread: old.seq }), "messages/thread_not_found");
});

test("what somebody deletes for themselves is out of their sight alone, on the page, in the list and by its number", async () => {
  const { seq } = await talk.send(wei, group, "旧闻");
  await talk.call("messages.hide", ana, { conversationId: group, seqs: [seq, 999] });
  await talk.call("messages.hide", ana, { conversationId: group, seqs: [seq] });
  expect((await entryAt(ana, seq))?.body).toEqual({ kind: "hidden" });
  expect((await history(ana)).at(-1)?.body).toEqual({ kind: "hidden" });
  expect((await summary(ana)).last?.body).toEqual({ kind: "hidden" });
  expect((await entryAt(lin, seq))?.body).toMatchObject({ text: "旧闻" });
  const away = await talk.call("messages.history", ana, { conversationId: group, after: seq, acts: true });
  expect(away.hidden).toEqual([seq]);
  await refused(talk.call("messages.react", ana, { ...at(seq), emoji: "👍", on: true }), "messages/not_found");
});

test("a thread has a beginning that is in no thread itself, counts its answers and pages through them", async () => {
  const root = await talk.send(wei, group, "方案?");
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await talk.send(ana, group, `${i}`, { thread: root.seq }));
  const [first] = answers;
  await refused(talk.send(ana, group, "no", { thread: first?.seq ?? 0 }), "messages/thread_not_found");
  const state = (await entryAt(lin, root.seq))?.state?.thread;
  expect(state).toEqual({ count: 5, lastAt: answers.at(-1)?.at });
  const page = await talk.call("messages.thread", lin, { conversationId: group, rootSeq: root.seq, limit: 2 });
  expect(page.entries.map(({ body }) => (body as MessageBody).text)).toEqual(["3", "4"]);
  expect([page.moreBefore, page.moreAfter]).toEqual([true, false]);
  const older = await talk.call("messages.thread", lin, {
    conversationId: group,
    rootSeq: root.seq,
    before: page.entries[0]?.seq ?? 0,
  });
  expect(older.entries).toHaveLength(3);
});
