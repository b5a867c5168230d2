import type { ConversationId, FileId, MessageBody, MessageContentDraft } from "@qunxin/protocol";
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
  group = await talk.group([lin, wei]);
});
afterAll(() => talk.close());

const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const send = (actor: Actor, content: MessageContentDraft, text = "") => talk.send(actor, group, text, { content });
const bodyAt = async (actor: Actor, seq: number) =>
  (await talk.call("messages.get", actor, { conversationId: group, seqs: [seq] })).entries[0]?.body as MessageBody;
const uses = async (fileId: FileId) =>
  (await talk.pool.query("select seq from file_uses where conversation_id = $1 and file_id = $2", [group, fileId]))
    .rows;

test("A56 Short video (≤5 min, ≤100 MB), voice message, image and file go with what the server knows of them, and each use is written down", async () => {
  const image = talk.upload(wei, { kind: "image", name: "图.png" });
  const voice = talk.upload(wei, { kind: "audio", durationMs: 12_000 });
  const video = talk.upload(wei, { kind: "video", durationMs: 300_000, size: 100 * 1024 * 1024 });
  const file = talk.upload(wei);
  const sent = [
    await send(wei, { type: "images", fileIds: [image.id, image.id] }, "看图"),
    await send(wei, { type: "voice", fileId: voice.id }),
    await send(wei, { type: "video", fileId: video.id }),
    await send(wei, { type: "file", fileId: file.id }),
  ];
  const bodies = await Promise.all(sent.map(({ seq }) => bodyAt(lin, seq)));
  expect(bodies.map(({ content }) => content)).toEqual([
    { type: "images", images: [image] },
    { type: "voice", file: voice },
    { type: "video", file: video },
    { type: "file", file },
  ]);
  for (const [index, { id }] of [image, voice, video, file].entries()) {
    expect(await uses(id)).toEqual([{ seq: sent[index]?.seq }]);
    expect(await talk.messages.mayRead(lin, group, sent[index]?.seq ?? 0, id)).toBe(true);
    expect(await talk.messages.mayRead(ana, group, sent[index]?.seq ?? 0, id)).toBe(false);
    expect(await talk.messages.mayRead(lin, group, sent[index]?.seq ?? 0, newId<FileId>())).toBe(false);
  }
});

test("a file cannot be read any more through a recalled message, nor through one deleted for oneself", async () => {
  const file = talk.upload(wei);
  const { seq } = await send(wei, { type: "file", fileId: file.id });
  await talk.call("messages.hide", lin, { conversationId: group, seqs: [seq] });
  expect(await talk.messages.mayRead(lin, group, seq, file.id)).toBe(false);
  expect(await talk.messages.mayRead(wei, group, seq, file.id)).toBe(true);
  await talk.call("messages.recall", wei, { conversationId: group, seq });
  expect(await talk.messages.mayRead(wei, group, seq, file.id)).toBe(false);
});

test("content is of its kind, the sender's own, and within the limits", async () => {
  const [mine, theirs] = [talk.upload(wei), talk.upload(lin)];
  await refused(send(wei, { type: "file", fileId: theirs.id }), "files/not_found");
  await refused(send(wei, { type: "images", fileIds: [mine.id] }), "messages/file_kind");
  await refused(send(wei, { type: "voice", fileId: mine.id }), "messages/file_kind");
  const long = talk.upload(wei, { kind: "video", durationMs: 302_000 });
  const large = talk.upload(wei, { kind: "video", durationMs: 1_000, size: 101 * 1024 * 1024 });
  const unknown = talk.upload(wei, { kind: "video" });
  for (const { id } of [long, large, unknown])
    await refused(send(wei, { type: "video", fileId: id }), "messages/video_limits");
  const speech = talk.upload(wei, { kind: "audio", durationMs: 70_000 });
  await refused(send(wei, { type: "voice", fileId: speech.id }), "messages/voice_limits");
  await refused(send(wei, { type: "link", linkId: newId() }), "messages/link_not_found");
  await refused(send(wei, { type: "markdown" }, " "), "messages/empty");
  await refused(send(ana, { type: "file", fileId: mine.id }), "conversations/not_found");
});

test("a contact card carries the name of somebody the sender can see", async () => {
  const { seq } = await send(wei, { type: "card", personId: ana.id });
  expect((await bodyAt(lin, seq)).content).toMatchObject({ type: "card", personId: ana.id, name: expect.any(String) });
  await refused(send(wei, { type: "card", personId: newId() }), "directory/person_not_found");
});

const poll = {
  type: "poll",
  question: "午饭?",
  options: ["面", "饭", "粥"],
  multiple: false,
  anonymous: false,
  closesAt: null,
} as const;
const stateAt = async (actor: Actor, seq: number) =>
  (await talk.call("messages.get", actor, { conversationId: group, seqs: [seq] })).entries[0]?.state;

test("a poll counts each person once, as they chose last, until it is closed or its time is over", async () => {
  const { seq } = await send(wei, { ...poll, options: [...poll.options] });
  const at = { conversationId: group, seq };
  const vote = (actor: Actor, ...options: number[]) => talk.call("messages.vote", actor, { ...at, options });
  await Promise.all([vote(lin, 0), vote(wei, 0), vote(lin, 0)]);
  await vote(lin, 2);
  expect(await stateAt(lin, seq)).toEqual({ poll: { counts: [1, 0, 1], voters: 2, mine: [2], closed: false } });
  expect((await talk.call("messages.pollVoters", wei, at)).options).toEqual([[wei.id], [], [lin.id]]);
  await refused(vote(lin, 3), "messages/poll_choice");
  await refused(vote(lin, 0, 1), "messages/poll_choice");
  await vote(wei);
  expect((await stateAt(wei, seq))?.poll).toEqual({ counts: [0, 0, 1], voters: 1, mine: [], closed: false });
  const other = await talk.one();
  await talk.call("groups.addMembers", lin, {
    groupId: group,
    selection: { people: [other.id], departments: [], groups: [], except: [] },
  });
  await refused(talk.call("messages.closePoll", other, at), "messages/not_found");
  await talk.call("messages.closePoll", wei, at);
  await talk.call("messages.closePoll", lin, at);
  await refused(vote(lin, 0), "messages/poll_closed");
  const closesAt = new Date(talk.clock.now().getTime() + 60_000).toISOString();
  const timed = await send(wei, { ...poll, options: [...poll.options], closesAt });
  talk.clock.moveBy(60_001);
  await refused(
    talk.call("messages.vote", lin, { conversationId: group, seq: timed.seq, options: [0] }),
    "messages/poll_closed",
  );
  await refused(send(wei, { ...poll, options: [...poll.options], closesAt }), "messages/poll_closed");
});

test("nobody is told who chose what in an anonymous poll, not even by the log", async () => {
  const { seq } = await send(wei, { ...poll, options: [...poll.options], anonymous: true });
  await talk.call("messages.vote", lin, { conversationId: group, seq, options: [1] });
  await refused(talk.call("messages.pollVoters", wei, { conversationId: group, seq }), "messages/poll_anonymous");
  const news = await talk.call("messages.history", wei, { conversationId: group, after: seq, acts: true });
  expect(news.entries).toMatchObject([{ by: null, body: { kind: "poll_voted", added: [1], voters: 1 } }]);
  expect(JSON.stringify(news)).not.toContain(lin.id);
  expect((await stateAt(lin, seq))?.poll?.mine).toEqual([1]);
  expect((await stateAt(wei, seq))?.poll?.mine).toEqual([]);
});

test("a chain keeps its lines in the order in which people joined, changed lines in their place", async () => {
  const { seq } = await send(wei, { type: "chain", title: "周五聚餐", example: "姓名" });
  const join = (actor: Actor, text: string | null) =>
    talk.call("messages.joinChain", actor, { conversationId: group, seq, text });
  await join(lin, "林 1");
  await join(wei, "韦 2");
  await join(lin, "林 3");
  const lines = async () => (await stateAt(wei, seq))?.chain?.map(({ text }) => text);
  expect(await lines()).toEqual(["林 3", "韦 2"]);
  await join(lin, null);
  await join(lin, null);
  expect(await lines()).toEqual(["韦 2"]);
  const until = new Date(talk.clock.now().getTime() + 60_000).toISOString();
  await talk.call("groups.muteMember", lin, { groupId: group, member: wei.id, until });
  await refused(join(wei, "又来"), "messages/muted");
  await join(wei, null);
  expect(await stateAt(wei, seq)).toBeUndefined();
  await refused(talk.call("messages.vote", wei, { conversationId: group, seq, options: [0] }), "messages/not_a_poll");
});
