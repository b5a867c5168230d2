import type { CallInput, ClientMessageId, ConversationId, FileId, MessageBody, MessageContent } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { newKey } from "../groups/testing.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let [lin, wei, ana]: [Actor, Actor, Actor] = [] as never;
let [from, to]: [ConversationId, ConversationId] = [] as never;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei, ana] = (await talk.add(3)) as [Actor, Actor, Actor];
  from = await talk.group([lin, wei]);
  to = await talk.group([ana, wei]);
});
afterAll(() => talk.close());

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const forward = (actor: Actor, seqs: number[], more: Partial<CallInput<"messages.forward">> = {}) =>
  talk.call("messages.forward", actor, { key: newKey(), from, seqs, to: [to], mode: "each", ...more });
const bodies = async (group = to) =>
  (await talk.bodies(group)).filter((body): body is MessageBody => body.kind === "message");
const say = async (text: string, content?: CallInput<"messages.send">["content"], by = wei) =>
  (await talk.send(by, from, text, content ? { content } : {})).seq;
const lastSeq = async (actor: Actor, conversationId = to) =>
  (await talk.call("conversations.get", actor, { conversationId })).lastSeq;
const record = (actor: Actor, seq: number, path: number[] = [], conversationId = to) =>
  talk.call("messages.mergedRecord", actor, { conversationId, seq, path });

test("messages forwarded one by one keep order and contents, and leave behind what belongs to their place", async () => {
  const file = talk.upload(wei);
  const seqs = [
    await say("一"),
    await say("看这个", { type: "file", fileId: file.id }),
    (await talk.send(wei, from, "@林 回我", { mentions: [lin.id], replyToSeq: 2 })).seq,
  ];
  const poll = {
    type: "poll",
    question: "去哪",
    options: ["山", "海"],
    multiple: false,
    anonymous: false,
    closesAt: null,
  };
  seqs.push(await say("", poll as never));
  const { results } = await forward(wei, [...seqs].reverse(), { comment: "请看" });
  expect(results).toEqual([{ conversationId: to, seq: await lastSeq(ana), error: null }]);
  const plain = { kind: "message", mentions: [], mentionAll: false, replyTo: null };
  expect(await bodies()).toEqual([
    { ...plain, text: "一" },
    { ...plain, text: "看这个", content: { type: "file", file } },
    { ...plain, text: "@林 回我" },
    { ...plain, text: "去哪\n1. 山\n2. 海" },
    { ...plain, text: "请看" },
  ]);
  const mine = await talk.call("conversations.get", wei, { conversationId: to });
  expect(mine.lastOrdinal - mine.readOrdinal).toBe(0);
  const theirs = await talk.call("conversations.get", ana, { conversationId: to });
  expect(theirs.lastOrdinal - theirs.readOrdinal).toBe(5);
});

test("a forwarded file is read through the new message, by its readers alone", async () => {
  const file = talk.upload(wei);
  const seq = await say("", { type: "file", fileId: file.id });
  const { results } = await forward(wei, [seq]);
  const there = results[0]?.seq ?? 0;
  expect(await talk.messages.mayRead(ana, to, there, file.id)).toBe(true);
  expect(await talk.messages.mayRead(ana, from, seq, file.id)).toBe(false);
  expect(await talk.messages.mayRead(lin, to, there, file.id)).toBe(false);
  const { rows } = await talk.pool.query("select seq from file_uses where conversation_id = $1", [to]);
  expect(rows).toEqual([{ seq: there }]);
});

test("a retry forwards nothing twice, and reaches the targets that the first try did not", async () => {
  const seq = await say("once");
  const muted = await talk.group([ana, wei]);
  await talk.call("groups.setOptions", ana, { groupId: muted, options: { onlyStaffSpeak: true } });
  const key = newKey();
  const first = await forward(wei, [seq], { key, to: [to, muted], comment: "!" });
  expect(first.results[1]).toMatchObject({ seq: null, error: { code: "messages/all_muted" } });
  expect(await bodies(muted)).toEqual([]);
  await talk.call("groups.setOptions", ana, { groupId: muted, options: { onlyStaffSpeak: false } });
  const second = await forward(wei, [seq], { key, to: [to, muted], comment: "!" });
  expect(second.results[0]).toEqual(first.results[0]);
  expect(second.results[1]?.error).toBeNull();
  expect((await bodies()).length + (await bodies(muted)).length).toBe(4);
});

test("nobody forwards what they cannot see, or to where they may not speak", async () => {
  const seq = await say("密");
  await refused(forward(ana, [seq]), "conversations/not_found");
  await refused(forward(wei, [seq, 999]), "messages/not_found");
  await refused(forward(wei, [1]), "messages/not_found");
  const late = await talk.one();
  await talk.call("groups.addMembers", lin, {
    groupId: from,
    selection: { people: [late.id], departments: [], groups: [], except: [] },
  });
  await refused(forward(late, [seq]), "messages/not_found");
  expect((await forward(lin, [seq])).results).toMatchObject([
    { seq: null, error: { code: "conversations/not_found" } },
  ]);
  await talk.pool.query(
    "update entries set recalled_at = now(), recalled_by = author_id where seq = $1 and conversation_id = $2",
    [seq, from],
  );
  await refused(forward(wei, [seq]), "messages/not_found");
  expect(await bodies()).toEqual([]);
});

test("a merged record is a snapshot that every reader of its message may open, files and all, and nobody else", async () => {
  const file = talk.upload(wei, { kind: "image", mediaType: "image/png" });
  const seqs = [
    await say("一"),
    await say("", { type: "images", fileIds: [file.id] }),
    await say("三", undefined, lin),
  ];
  const { results } = await forward(wei, seqs, { mode: "merged", comment: "会议" });
  const there = (results[0]?.seq ?? 0) - 1;
  const [message, comment] = await bodies();
  expect(message).toMatchObject({
    text: "",
    content: {
      type: "merged",
      title: "",
      count: 3,
      preview: [{ text: "一", type: "text" }, { text: "", type: "images" }, { text: "三" }],
    },
  });
  expect(comment?.text).toBe("会议");
  await talk.pool.query("update entries set recalled_at = now(), recalled_by = author_id where conversation_id = $1", [
    from,
  ]);
  const { items } = await record(ana, there);
  expect(items).toMatchObject([
    { by: wei.id, text: "一" },
    { by: wei.id, text: "", content: { type: "images", images: [{ id: file.id }] } },
    { by: lin.id, text: "三" },
  ]);
  expect(items.every(({ name }) => name !== "")).toBe(true);
  expect(await talk.messages.mayRead(ana, to, there, file.id)).toBe(true);
  expect(await talk.messages.mayRead(ana, to, there, newId<FileId>())).toBe(false);
  expect(await talk.messages.mayRead(lin, to, there, file.id)).toBe(false);
  await refused(record(lin, there), "conversations/not_found");
  await refused(record(ana, there + 1), "messages/not_found");
  const { rows } = await talk.pool.query("select seq, file_id from file_uses where conversation_id = $1", [to]);
  expect(rows).toEqual([{ seq: there, file_id: file.id }]);
});

test("records lie within records, three deep, and a file of the innermost is read through the outermost", async () => {
  const file = talk.upload(wei);
  let seq = await say("", { type: "file", fileId: file.id });
  for (let depth = 1; depth <= 3; depth++) {
    const { results } = await forward(wei, [seq], { mode: "merged", to: [from] });
    seq = results[0]?.seq ?? 0;
  }
  expect((await record(lin, seq, [0, 0], from)).items).toMatchObject([{ content: { type: "file" } }]);
  expect((await record(lin, seq, [0], from)).items).toMatchObject([{ content: { type: "merged" } }]);
  await refused(record(lin, seq, [1], from), "messages/not_found");
  expect(await talk.messages.mayRead(lin, from, seq, file.id)).toBe(true);
  await refused(forward(wei, [seq], { mode: "merged" }), "messages/record_depth");
  expect((await forward(wei, [seq])).results[0]?.error).toBeNull();
  expect((await record(ana, await lastSeq(ana), [0, 0])).items).toHaveLength(1);
  expect(await talk.messages.mayRead(ana, to, await lastSeq(ana), file.id)).toBe(true);
});

test("the record of two people's talk is called by their names", async () => {
  const { id } = await talk.call("conversations.openDirect", lin, { personId: wei.id });
  const seqs = [(await talk.send(lin, id, "在吗")).seq, (await talk.send(wei, id, "在")).seq];
  await forward(wei, seqs, { from: id, mode: "merged" });
  const content = (await bodies())[0]?.content as Extract<MessageContent, { type: "merged" }>;
  expect(content.title).toMatch(/^同事\d+、同事\d+$/);
});

test("what is forwarded while its author is removed stands there whole, or not at all", async () => {
  const seqs: number[] = [];
  for (let n = 0; n < 20; n++) seqs.push(await say(`第 ${n}`));
  const groups = await Promise.all(Array.from({ length: 6 }, () => talk.group([ana, wei])));
  await Promise.all(
    groups.flatMap((groupId) => [
      forward(wei, seqs, { to: [groupId] }),
      talk.call("groups.removeMembers", ana, { groupId, members: [wei.id] }),
      talk.send(ana, groupId, "x", { clientId: newId<ClientMessageId>() }),
    ]),
  );
  for (const groupId of groups) {
    const own = (await bodies(groupId)).filter(({ text }) => text !== "x").map(({ text }) => text);
    expect([0, 20]).toContain(own.length);
    expect(own).toEqual(own.length ? seqs.map((_, n) => `第 ${n}`) : []);
    const left = (await talk.bodies(groupId)).findIndex(({ kind }) => kind === "members_left");
    const after = (await talk.bodies(groupId))
      .slice(left)
      .filter((body) => body.kind === "message" && body.text !== "x");
    expect(after).toEqual([]);
  }
});
