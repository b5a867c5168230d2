import { type CallName, type ConversationId, emptySelection } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLocalBus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import { writeJson } from "../../platform/written.ts";
import { type ConversationLog, createLog } from "../log/index.ts";
import { history } from "./history.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
/** Of nodes that hear of nothing; each is asked by another of the four first. */
let deaf: ConversationLog[];
let [lin, wei, ana, kai]: [Actor, Actor, Actor, Actor] = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
  deaf = Array.from({ length: 4 }, () => createLog({ ...talk.database, bus: createLocalBus(), clock: talk.clock }));
});
beforeEach(async () => {
  [lin, wei, ana, kai] = (await talk.add(4)) as [Actor, Actor, Actor, Actor];
  group = await talk.group([lin, wei, ana]);
});
afterAll(async () => {
  for (const log of deaf) await log.stop();
  await talk.close();
});

const limit = 6;
const plain = { kind: "message", text: "", mentions: [], mentionAll: false, replyTo: null };
const newest = (actor: Actor) => talk.call("messages.history", actor, { conversationId: group, limit });
const newestOf = async (log: ConversationLog, actor: Actor) =>
  history({ log, reading: talk.reading })({ conversationId: group, limit }, actor, {} as Caller);
const add = (person: Actor) =>
  talk.call("groups.addMembers", lin, { groupId: group, selection: { ...emptySelection, people: [person.id] } });
const remove = (person: Actor) => talk.call("groups.removeMembers", lin, { groupId: group, members: [person.id] });

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const count = () => {
    statements += 1;
  };
  talk.pool.on("acquire", count);
  await work();
  talk.pool.off("acquire", count);
  return statements;
}

/** What is asked for by a place is never kept: the same rows, read anew. */
async function expectAsReadAnew(step: string): Promise<void> {
  const viewers = [lin, wei, ana, kai];
  const shown = new Map<Actor, unknown>();
  for (const viewer of viewers) {
    const read = await newest(viewer).catch((error) => error.code);
    const before = typeof read === "string" ? 2 ** 40 : read.lastSeq + 1;
    const anew = await talk
      .call("messages.history", viewer, { conversationId: group, limit, before })
      .catch((error) => error.code);
    shown.set(viewer, anew);
    expectSame(read, anew, `${step}, ${viewers.indexOf(viewer)}`);
  }
  for (const [first, log] of [...deaf, talk.log].entries()) {
    for (let index = 0; index < 8; index++) {
      const viewer = viewers[(first + index) % 4] as Actor;
      const read = await newestOf(log, viewer).catch((error) => error.code);
      expectSame(read, shown.get(viewer), `${step}, node ${first}, ${viewers.indexOf(viewer)} as number ${index}`);
    }
  }
}

/** As values and, to the letter, as they are sent. */
function expectSame(read: unknown, anew: unknown, what: string): void {
  expect(read, what).toEqual(anew);
  if (typeof read === "object") expect(String(writeJson(read)), what).toBe(JSON.stringify(anew));
}

test("the newest page from memory is the one read anew, for everybody, after whatever happened", async () => {
  const steps: [string, () => Promise<unknown>][] = [];
  const seqs: number[] = [];
  const say =
    (by: () => Actor, more: object = {}) =>
    async () => {
      seqs.push((await talk.send(by(), group, `said ${seqs.length}`, more)).seq);
    };
  const act = (name: CallName, by: () => Actor, ago: number, more: object) => () =>
    talk.call(name, by(), { conversationId: group, seq: seqs.at(-ago), ...more } as never);
  const poll = { type: "poll", question: "?", options: ["a", "b"], multiple: false, anonymous: false, closesAt: null };
  steps.push(
    ["one message", say(() => lin)],
    ["a second", say(() => wei, { mentions: [ana.id] })],
    ["a reaction", act("messages.react", () => ana, 2, { emoji: "👍", on: true })],
    ["another's", act("messages.react", () => wei, 2, { emoji: "👍", on: true })],
    ["taken back", act("messages.react", () => ana, 2, { emoji: "👍", on: false })],
    ["a poll", say(() => lin, { content: poll })],
    ["a vote", act("messages.vote", () => wei, 1, { options: [1] })],
    ["the poll closed", act("messages.closePoll", () => lin, 1, {})],
    ["a chain", say(() => wei, { content: { type: "chain", title: "!", example: "" } })],
    ["a line", act("messages.joinChain", () => ana, 1, { text: "me too" })],
    ["a newcomer", () => add(kai)],
    ["a quote", async () => say(() => kai, {})()],
    ["an edit", act("messages.edit", () => kai, 1, { text: "otherwise", mentions: [], mentionAll: false })],
    ["a pin", act("messages.pin", () => lin, 1, { on: true })],
    ["deleted for oneself", () => talk.call("messages.hide", wei, { conversationId: group, seqs: seqs.slice(-2) })],
    ["somebody gone", () => remove(ana)],
    ["said by somebody else", say(() => kai)],
    ["a reaction to it", act("messages.react", () => wei, 1, { emoji: "🎉", on: true })],
    ["deleted by another", () => talk.call("messages.hide", lin, { conversationId: group, seqs: seqs.slice(-1) })],
    ["said meanwhile", say(() => lin)],
    ["an answer in a thread", async () => say(() => wei, { thread: seqs.at(-1) })()],
    ["back again", () => add(ana)],
    ["a page full", say(() => ana)],
    ["and more", say(() => ana)],
    ["a recall", act("messages.recall", () => lin, 4, {})],
    ["a quote of it", async () => say(() => kai, { replyToSeq: seqs.at(-2) ?? null })()],
    ["what it quotes recalled", act("messages.recall", () => ana, 3, {})],
    ["retention", () => talk.log.purge(group, talk.clock.now())],
    ["said after it", say(() => lin)],
    ["everything purged", () => talk.log.purge(group, new Date(talk.clock.now().getTime() + 1_000))],
    ["said after that", say(() => kai)],
  );
  for (const [step, run] of steps) {
    await run();
    await expectAsReadAnew(step);
    talk.clock.moveBy(1_000);
  }
});

test("a newest page is read once for all members, in one statement, until something is said", async () => {
  for (let index = 0; index < limit + 2; index++) await talk.send(lin, group, `${index}`);
  const texts = async (actor: Actor) =>
    (await newest(actor)).entries.map(({ body }) => (body.kind === "message" ? body.text : body.kind));
  expect(await statementsOf(() => newest(lin))).toBe(1);
  await talk.reading.sql
    .updateTable("entries")
    .set({ body: JSON.stringify({ ...plain, text: "behind the log's back" }) })
    .where("conversation_id", "=", group)
    .where("kind", "=", "message")
    .execute();
  expect(await statementsOf(() => newest(wei))).toBe(1);
  expect(await texts(wei)).toEqual(["2", "3", "4", "5", "6", "7"]);
  await talk.send(ana, group, "new");
  expect(await texts(wei)).toEqual([...new Array(limit - 1).fill("behind the log's back"), "new"]);
});
