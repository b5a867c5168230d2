import type { Entry, EntryId } from "@qunxin/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newKey } from "./keys.ts";
import { maxEntries, windowOf, withLive, withNewer, withOlder } from "./timeline-window.ts";

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
  expect(withLive(window, range(21, 21))?.entries).toBe(window.entries);
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

test("however far one scrolls and however much comes, at most 2,000 entries are held, and the flags say what is not", () => {
  const all = range(1, 12_000);
  const stretch = (first: number, last: number) => all.slice(Math.max(0, first - 1), Math.max(0, last));
  const step = fc.tuple(fc.constantFrom("older", "newer", "live"), fc.integer({ min: 1, max: 900 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      // What the server has, and the viewer may see from 10 on.
      const [start, page] = [10, { moreBefore: true, moreAfter: false }];
      let newest = 6_000;
      let window = windowOf({ ...page, entries: stretch(newest - 49, newest), lastSeq: newest });
      for (const [kind, size] of steps) {
        const { upTo } = window;
        const first = window.entries[0]?.seq ?? 0;
        if (kind === "older" && window.moreBefore) {
          const from = Math.max(start, first - size);
          const older = {
            entries: stretch(from, first - 1),
            moreBefore: from > start,
            moreAfter: true,
            lastSeq: newest,
          };
          window = withOlder(window, older);
        } else if (kind === "newer" && window.moreAfter) {
          const to = Math.min(newest, upTo + size);
          const newer = { entries: stretch(upTo + 1, to), moreBefore: true, moreAfter: to < newest, lastSeq: newest };
          window = withNewer(window, newer);
        } else if (kind === "live" && newest + size <= all.length) {
          newest += size;
          window = withLive(window, stretch(newest - size + 1, newest)) ?? window;
        }
        const [oldestHeld = 0, newestHeld = 0] = [window.entries[0]?.seq, window.entries.at(-1)?.seq];
        expect(window.entries).toEqual(stretch(oldestHeld, newestHeld));
        expect(window.entries.length).toBeLessThanOrEqual(maxEntries);
        expect(window).toMatchObject({
          upTo: newestHeld,
          moreBefore: oldestHeld > start,
          moreAfter: newestHeld < newest,
        });
      }
    }),
    { numRuns: 60 },
  );
});
