import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { memoryCache } from "./cache.ts";
import { createKeeper } from "./keeper.ts";
import { createShelf } from "./shelf.ts";
import type { TimelineWindow } from "./timeline-window.ts";
import { realTiming } from "./transport.ts";

const id = (name: string) => name as ConversationId;
const lin = "lin" as PrincipalId;

function message(seq: number, text = `${seq}`, quoted?: number): Entry {
  const replyTo = quoted ? { seq: quoted, by: lin, text: `${quoted}` } : null;
  const body = { kind: "message" as const, text, mentions: [], mentionAll: false, replyTo };
  return { id: `${seq}` as never, seq, ordinal: seq, at: "2026-01-01T00:00:00Z", by: lin, clientId: null, body };
}

function windowOf(entries: readonly Entry[]): TimelineWindow {
  return { entries, moreBefore: false, moreAfter: false, upTo: entries.at(-1)?.seq ?? 0 };
}

function open() {
  const cache = memoryCache();
  let now = 0;
  const timing = { ...realTiming, now: () => ++now, after: () => () => undefined };
  const keeper = createKeeper(cache, timing);
  keeper.claim("lin");
  const shelf = createShelf(keeper, timing, () => lin);
  const seqs = async (name: string) => (await shelf.read(id(name)))?.entries.map(({ seq }) => seq) ?? null;
  return { cache, shelf, seqs };
}

test("the newest hundred of a timeline are kept, and nothing of one that is away from the live end", async () => {
  const { shelf, seqs } = open();
  const entries = Array.from({ length: 250 }, (_, index) => message(index + 1));
  shelf.keep(id("a"), windowOf(entries));
  shelf.keep(id("b"), { ...windowOf(entries), moreAfter: true });
  await shelf.flush();
  expect((await seqs("a"))?.[0]).toBe(151);
  expect((await shelf.read(id("a")))?.moreBefore).toBe(true);
  expect(await seqs("b")).toBeNull();
});

test("news of a conversation that nobody looks at is put behind what is kept; after a gap it begins anew", async () => {
  const { shelf, seqs } = open();
  shelf.live(id("a"), [message(5)]);
  shelf.live(id("a"), [message(6)]);
  expect(await seqs("a")).toEqual([5, 6]);
  shelf.live(id("a"), [message(7)]);
  expect(await seqs("a")).toEqual([5, 6, 7]);
  shelf.live(id("a"), [message(9), message(12), message(13)]);
  expect(await seqs("a")).toEqual([12, 13]);
});

test("a recall takes the text from what is kept, and from what others quoted of it", async () => {
  const { shelf, cache } = open();
  shelf.keep(id("a"), windowOf([message(1, "机密"), message(2, "答复", 1)]));
  await shelf.flush();
  const recall = { ...message(3), body: { kind: "message_recalled" as const, target: 1 } };
  shelf.live(id("a"), [recall]);
  await shelf.flush();
  const kept = JSON.stringify(await cache.read("timelines", "a"));
  expect(kept).not.toContain("机密");
  expect((await shelf.read(id("a")))?.entries[1]?.body).toMatchObject({ replyTo: { text: "", recalled: true } });
});

test("what looks different to oneself by now is not kept", async () => {
  const { shelf, seqs } = open();
  shelf.keep(id("a"), windowOf([message(1), message(2), message(3)]));
  await shelf.flush();
  shelf.changed(id("a"), [2]);
  await shelf.flush();
  expect(await seqs("a")).toEqual([1, 3]);
});

test("beyond the budget the longest unused go, and what is dropped does not come back by a write under way", async () => {
  const { shelf, seqs, cache } = open();
  const large = windowOf([message(1, "长".repeat(3_000_000))]);
  for (const name of ["a", "b", "c", "d", "e"]) {
    shelf.keep(id(name), large);
    await shelf.flush();
  }
  expect([await seqs("a"), await seqs("b"), await seqs("e")]).toEqual([null, null, [1]]);
  shelf.live(id("e"), [message(2)]);
  const writing = shelf.flush();
  shelf.drop(id("e"));
  await writing;
  expect(await seqs("e")).toBeNull();
  expect(await cache.read("shelf", "e")).toBeUndefined();
});
