import type { ConversationId, Entry, EntryId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { Call } from "./calls.ts";
import { newKey } from "./keys.ts";
import { createStore } from "./store.ts";
import { createTimeline, emptyTimeline } from "./timeline.ts";
import { maxEntries } from "./timeline-window.ts";

/** A conversation of 5,000 messages, and one timeline on it; `hold` keeps answers back until the returned call. */
function open() {
  const all = Array.from({ length: 5_000 }, (_, index) => entry(index + 1));
  let held: Promise<void> = Promise.resolve();
  const call = (async (_name: string, query: { before?: number; after?: number; limit: number }) => {
    const { before, after, limit } = query;
    const newest = all.length;
    const from = after === undefined ? Math.max(0, (before ?? newest + 1) - 1 - limit) : after;
    const to = after === undefined ? (before ?? newest + 1) - 1 : Math.min(newest, after + limit);
    const page = { entries: all.slice(from, to), moreBefore: from > 0, moreAfter: to < newest, lastSeq: newest };
    await held;
    return page;
  }) as unknown as Call;
  const store = createStore(emptyTimeline);
  const seqs = () => store.getSnapshot().rows.map((row) => (row.state === "stored" ? row.entry.seq : 0));
  const steps: [before: number[], after: number[]][] = [];
  let shown: number[] = [];
  store.subscribe(() => {
    const now = seqs();
    steps.push([shown, now]);
    shown = now;
  });
  const deps = { call, me: () => null, outgoing: () => [], shownUpTo: () => undefined };
  const timeline = createTimeline(newKey<ConversationId>(), store, deps);
  return {
    timeline,
    state: () => store.getSnapshot(),
    seqs,
    /** Seqs shown before and after each change. */
    steps,
    hold() {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return gate.resolve;
    },
    say() {
      const next = entry(all.length + 1);
      all.push(next);
      timeline.live([next]);
    },
  };
}

function entry(seq: number): Entry {
  const body = { kind: "message", text: "", mentions: [], mentionAll: false, replyTo: null } as const;
  return {
    id: newKey<EntryId>(),
    seq,
    ordinal: seq,
    at: "",
    by: null,
    clientId: null,
    body: { ...body, mentions: [] },
  };
}

function expectWhole(seqs: number[]): void {
  expect(seqs.length).toBeLessThanOrEqual(maxEntries);
  expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
}

test("whoever scrolls back further than the timeline holds is away from the live end, and finds back without a hole", async () => {
  const { timeline, state, seqs, say } = open();
  await timeline.load();
  while (seqs().length < maxEntries) await timeline.loadOlder();
  expect(state()).toMatchObject({ moreBefore: true, moreAfter: false });
  await timeline.loadOlder();
  expectWhole(seqs());
  expect(state()).toMatchObject({ moreBefore: true, moreAfter: true });
  say();
  expect(seqs().at(-1)).toBe(4_950);
  while (state().moreAfter) await timeline.loadNewer();
  expectWhole(seqs());
  expect([seqs().at(-1), state().moreBefore]).toEqual([5_001, true]);
});

test("rows never come at one end and go at the other in one step", async () => {
  const { timeline, state, seqs, steps } = open();
  await timeline.load();
  while (seqs().length < maxEntries) await timeline.loadOlder();
  steps.length = 0;
  for (let i = 0; i < 5; i++) await timeline.loadOlder();
  while (state().moreAfter) await timeline.loadNewer();
  expect(steps.length).toBeGreaterThan(10);
  for (const [before, after] of steps) {
    const [came, went] = [after.some((seq) => !before.includes(seq)), before.some((seq) => !after.includes(seq))];
    expect(came && went).toBe(false);
  }
});

test("a page that no longer meets the timeline, since it has let go of that end meanwhile, is thrown away", async () => {
  const { timeline, state, seqs, hold, say } = open();
  await timeline.load();
  while (seqs().length < maxEntries - 50) await timeline.loadOlder();
  const release = hold();
  const older = timeline.loadOlder();
  for (let i = 0; i < 60; i++) say();
  release();
  await older;
  expectWhole(seqs());
  expect(state()).toMatchObject({ loadingBefore: false, moreBefore: true, moreAfter: false });
  expect(seqs().at(-1)).toBe(5_060);
});
