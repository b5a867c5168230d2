import type { Entry, EntryId } from "@qunxin/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newKey } from "./keys.ts";
import { windowOf, withLive, withNewer, withOlder } from "./timeline-window.ts";

function entry(seq: number): Entry {
  const body = { kind: "message", text: `${seq}`, mentions: [], mentionAll: false, replyTo: null } as const;
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

const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => entry(first + index));
const seqs = ({ entries }: { entries: readonly Entry[] }) => entries.map(({ seq }) => seq);

test("live entries are put behind the window only without a hole", () => {
  const window = windowOf({ entries: range(5, 8), moreBefore: true, moreAfter: false, lastSeq: 8 });
  expect(seqs(withLive(window, range(7, 10)) ?? window)).toEqual([5, 6, 7, 8, 9, 10]);
  expect(withLive(window, range(10, 11))).toBeNull();
  expect(withLive(window, range(3, 8))).toBe(window);
});

test("a window away from the live end takes no live entries", () => {
  const window = windowOf({ entries: range(5, 8), moreBefore: true, moreAfter: true, lastSeq: 20 });
  expect(withLive(window, range(21, 21))).toBe(window);
});

test("an empty window knows how far the conversation is", () => {
  const window = windowOf({ entries: [], moreBefore: false, moreAfter: false, lastSeq: 4 });
  expect(withLive(window, range(5, 5))?.upTo).toBe(5);
  expect(withLive(window, range(6, 6))).toBeNull();
});

test("whatever pages and live batches come, in whatever overlap, no entry is missing, doubled or out of order", () => {
  const overlap = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("older", "newer", "live"), overlap, overlap)), (steps) => {
      let first = 50;
      let last = 60;
      let window = windowOf({ entries: range(first, last), moreBefore: true, moreAfter: false, lastSeq: last });
      for (const [step, more, again] of steps) {
        if (step === "older") {
          const page = range(Math.max(1, first - more), first + again - 1);
          window = withOlder(window, { entries: page, moreBefore: true, moreAfter: false, lastSeq: last });
          first = Math.max(1, first - more);
          continue;
        }
        const batch = range(last - again + 1, last + more);
        const page = { entries: batch, moreBefore: true, moreAfter: false, lastSeq: last + more };
        window = step === "newer" ? withNewer(window, page) : (withLive(window, batch) ?? window);
        last += more;
      }
      expect(seqs(window)).toEqual(seqs({ entries: range(first, last) }));
    }),
  );
});
