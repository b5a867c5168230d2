import type { CallOutput, ConversationId, Entry } from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { Call } from "./calls.ts";
import { createStore } from "./store.ts";
import { createTimeline, emptyTimeline, type TimelineState } from "./timeline.ts";

type Page = CallOutput<"messages.history">;

function entry(seq: number): Entry {
  const body = { kind: "message", text: `${seq}`, mentions: [], mentionAll: false, replyTo: null } as const;
  const id = `01900000-0000-7000-8000-${String(seq).padStart(12, "0")}` as Entry["id"];
  return {
    id,
    seq,
    ordinal: seq,
    at: "2026-01-01T00:00:00Z",
    by: null,
    clientId: null,
    body: { ...body, mentions: [] },
  };
}

function page(from: number, to: number): Page {
  const entries = Array.from({ length: to - from + 1 }, (_, index) => entry(from + index));
  return { entries, moreBefore: false, moreAfter: false, lastSeq: to };
}

/** A timeline whose questions to the server are answered by hand, in any order. */
function openTimeline() {
  type Query = { after?: number; seqs?: number[] };
  const questions: { query: Query; answer(page: Page): void }[] = [];
  const call = ((_name: string, query: Query) =>
    new Promise((resolve) => questions.push({ query, answer: resolve as never }))) as unknown as Call;
  const store = createStore<TimelineState>(emptyTimeline);
  const id = "01900000-0000-7000-8000-00000000000a" as ConversationId;
  const timeline = createTimeline(id, store, { call, me: () => null, outgoing: () => [], shownUpTo: () => undefined });
  const shown = () => store.getSnapshot().rows.flatMap((row) => (row.state === "stored" ? [row.entry.seq] : []));
  return { timeline, questions, shown };
}

test("what arrives while the first page is on its way is shown behind it", async () => {
  const { timeline, questions, shown } = openTimeline();
  const loading = timeline.load();
  timeline.live([entry(3)]);
  questions[0]?.answer(page(1, 2));
  await loading;
  expect(shown()).toEqual([1, 2, 3]);
});

test("a page asked for before an entry arrived, and answered after it, does not take the entry away", async () => {
  const { timeline, questions, shown } = openTimeline();
  const first = timeline.load();
  questions[0]?.answer(page(1, 2));
  await first;
  const again = timeline.load();
  timeline.live([entry(3)]);
  expect(shown()).toEqual([1, 2, 3]);
  questions[1]?.answer(page(1, 2));
  await again;
  expect(shown()).toEqual([1, 2, 3]);
});

test("a hole between a page and what arrived meanwhile is fetched, and nothing is shown twice or out of order", async () => {
  const { timeline, questions, shown } = openTimeline();
  const loading = timeline.load();
  timeline.live([entry(5)]);
  timeline.live([entry(4), entry(5)]);
  questions[0]?.answer(page(1, 2));
  await loading;
  expect(shown()).toEqual([1, 2]);
  expect(questions[1]?.query).toMatchObject({ after: 2 });
  timeline.live([entry(6)]);
  questions[1]?.answer(page(3, 5));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(shown()).toEqual([1, 2, 3, 4, 5, 6]);
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test("what one deletes for oneself while a hole is being fetched is asked for again, as the page may not know of it", async () => {
  const { timeline, questions, shown } = openTimeline();
  const loading = timeline.load();
  questions[0]?.answer(page(1, 2));
  await loading;
  timeline.live([entry(5)]);
  expect(questions[1]?.query).toMatchObject({ after: 2 });
  timeline.changed([4]);
  questions[1]?.answer(page(3, 5));
  await turn();
  expect(shown()).toEqual([1, 2, 3, 4, 5]);
  expect(questions.slice(2).map(({ query }) => query.seqs)).toEqual([[4]]);
});

test("what changes again while it is being asked for is asked for once more, and only once", async () => {
  const { timeline, questions } = openTimeline();
  const loading = timeline.load();
  questions[0]?.answer(page(1, 2));
  await loading;
  timeline.changed([2]);
  timeline.changed([2]);
  questions[1]?.answer(page(2, 2));
  await turn();
  expect(questions.slice(1).map(({ query }) => query.seqs)).toEqual([[2], [2]]);
  questions[2]?.answer(page(2, 2));
  await turn();
  expect(questions).toHaveLength(3);
});
