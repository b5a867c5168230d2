import type { ActBody, Entry, PrincipalId } from "@qunxin/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reduceEntry } from "./entry-reducer.ts";

const me = "me" as PrincipalId;
const wei = "wei" as PrincipalId;

function message(seq: number, more: object = {}): Entry {
  const body = { kind: "message", text: "密", mentions: [], mentionAll: false, replyTo: null, ...more };
  return { id: `${seq}`, seq, ordinal: seq, at: "2026-03-02T09:00:00.000Z", by: wei, clientId: null, body } as never;
}

function act(seq: number, body: ActBody, by: PrincipalId | null = wei): Entry {
  return { id: `${seq}`, seq, ordinal: 1, at: `2026-03-02T09:${seq}:00.000Z`, by, clientId: null, body } as never;
}

const emoji = fc.constantFrom("👍", "❤️");
const body = fc.oneof(
  fc.record({ kind: fc.constant("message_reacted" as const), target: fc.constant(1), emoji, on: fc.constant(true) }),
  fc.record({ kind: fc.constant("message_pinned" as const), target: fc.constant(1), on: fc.boolean() }),
  fc.record({ kind: fc.constant("chain_joined" as const), target: fc.constant(1), text: fc.option(fc.string()) }),
);

test("acts told again, or told after a fetch that has them in, change nothing", () => {
  fc.assert(
    fc.property(fc.array(body, { maxLength: 12 }), fc.nat(12), (bodies, again) => {
      const acts = bodies.map((one, index) => act(index + 10, one, index % 2 ? me : wei));
      const all = (entry: Entry, from = 0) =>
        acts.slice(from).reduce((now, one) => reduceEntry(now, one, me) as Entry, entry);
      const once = all(message(1));
      expect(all(once, Math.min(again, acts.length))).toBe(once);
    }),
  );
});

test("a recall takes content and state, and masks quotes wherever they stand", () => {
  const recall = act(20, { kind: "message_recalled", target: 1 });
  const reacted = reduceEntry(message(1), act(10, { kind: "message_reacted", target: 1, emoji: "👍", on: true }), me);
  const gone = reduceEntry(reacted as Entry, recall, me);
  expect(gone).toMatchObject({ body: { kind: "recalled", recalledBy: wei, at: recall.at }, changedSeq: 20 });
  expect(gone).not.toHaveProperty("state");
  const quote = message(5, { replyTo: { seq: 1, by: wei, text: "密" } });
  expect(reduceEntry(quote, recall, me)).toMatchObject({ body: { replyTo: { text: "", recalled: true } } });
  expect(reduceEntry(message(6), recall, me)).toEqual(message(6));
});

test("only the server knows a new text; what is recalled or deleted for oneself changes no more", () => {
  const edit = act(20, { kind: "message_edited", target: 1 });
  expect(reduceEntry(message(1), edit, me)).toBe("fetch");
  const hidden = { ...message(1), body: { kind: "hidden" } } as Entry;
  expect(reduceEntry(hidden, edit, me)).toBe(hidden);
});

test("what is taken back leaves no empty state behind", () => {
  const on = act(10, { kind: "message_pinned", target: 1, on: true });
  const off = act(11, { kind: "message_pinned", target: 1, on: false });
  const entry = reduceEntry(reduceEntry(message(1), on, me) as Entry, off, me);
  expect(entry).toEqual({ ...message(1), changedSeq: 11 });
});

test("votes of nobody in particular are counted and are not one's own", () => {
  const poll = message(1, { content: { type: "poll", options: ["a", "b"] } });
  const vote = act(10, { kind: "poll_voted", target: 1, added: [1], removed: [], voters: 1 }, null);
  expect(reduceEntry(poll, vote, me)).toMatchObject({ state: { poll: { counts: [0, 1], voters: 1, mine: [] } } });
});

test("an answer in a thread counts at the message that began it", () => {
  const answer = message(7, { thread: 1 });
  const root = reduceEntry(message(1), answer, me) as Entry;
  expect(root).toMatchObject({ state: { thread: { count: 1, lastAt: answer.at } }, changedSeq: 7 });
  expect(reduceEntry(root, answer, me)).toBe(root);
});
