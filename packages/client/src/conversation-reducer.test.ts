import type { ConversationId, ConversationSummary, Entry, EntryBody, EntryId, PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { compareItems, mergeSummary, toItem, withEntries, withRead } from "./conversation-reducer.ts";
import { newKey } from "./keys.ts";

const [me, wei] = [newKey<PrincipalId>(), newKey<PrincipalId>()];
const summary: ConversationSummary = {
  id: newKey<ConversationId>(),
  kind: "group",
  type: "normal",
  name: "项目组",
  peerId: null,
  mosaic: [me, wei],
  memberCount: 2,
  role: "member",
  last: null,
  lastSeq: 10,
  firstSeq: 1,
  lastOrdinal: 5,
  readSeq: 10,
  readOrdinal: 5,
  mentionSeqs: [],
  muted: false,
  notify: "all",
  pinnedAt: null,
  markedUnread: false,
  hidden: false,
  folded: false,
  labels: [],
};

function entry(seq: number, ordinal: number, by: PrincipalId | null, body: EntryBody): Entry {
  return { id: newKey<EntryId>(), seq, ordinal, at: "2026-03-02T09:00:00.000Z", by, clientId: null, body };
}

const message = (mentions: PrincipalId[] = [], mentionAll = false): EntryBody => ({
  kind: "message",
  text: "x",
  mentions,
  mentionAll,
  replyTo: null,
});

test("messages of others count as unread and remember who called; events do not count", () => {
  const entries = [
    entry(11, 6, wei, message()),
    entry(12, 6, wei, { kind: "group_renamed", name: "新名" }),
    entry(13, 7, wei, message([me])),
    entry(14, 8, wei, message([], true)),
  ];
  const { summary: next } = withEntries(summary, entries, me);
  expect(toItem(next)).toMatchObject({ unread: 3, name: "新名", lastSeq: 14, mentionSeqs: [13, 14] });
});

test("whoever writes has read", () => {
  const { summary: next } = withEntries(summary, [entry(11, 6, wei, message()), entry(12, 7, me, message())], me);
  expect(toItem(next)).toMatchObject({ unread: 0, readSeq: 12 });
});

test("entries known already change nothing", () => {
  expect(withEntries(summary, [entry(10, 5, wei, message())], me)).toEqual({ summary, stale: false });
});

test("a read mark never moves back and takes away what was read", () => {
  const unread = { ...summary, lastSeq: 14, lastOrdinal: 8, mentionSeqs: [13, 14] };
  const read = withRead(unread, { readSeq: 13, readOrdinal: 7, markedUnread: false });
  expect(toItem(read)).toMatchObject({ unread: 1, mentionSeqs: [14] });
  expect(withRead(read, { readSeq: 9, readOrdinal: 4, markedUnread: false })).toBe(read);
});

test("a fetch that is older than what the socket brought does not take it back", () => {
  const held = withEntries(summary, [entry(11, 6, wei, message([me]))], me).summary;
  expect(mergeSummary(held, { ...summary, muted: true })).toEqual({ ...held, muted: true });
});

test("a mention missed while away is not lost when a newer entry comes before the fetch", () => {
  const held = withEntries(summary, [entry(13, 8, wei, message([me]))], me).summary;
  const fetched = { ...summary, lastSeq: 12, lastOrdinal: 7, mentionSeqs: [11] };
  expect(mergeSummary(held, fetched)).toMatchObject({ lastSeq: 13, lastOrdinal: 8, mentionSeqs: [11, 13] });
});

test("pinned conversations come first, the others by newest entry", () => {
  const at = (time: string) => ({ ...entry(1, 1, wei, message()), at: time });
  const [old, fresh, pinned] = [
    toItem({ ...summary, last: at("2026-03-01T00:00:00.000Z") }),
    toItem({ ...summary, last: at("2026-03-02T00:00:00.000Z") }),
    toItem({ ...summary, last: at("2026-02-01T00:00:00.000Z"), pinnedAt: "2026-02-02T00:00:00.000Z" }),
  ];
  expect([old, fresh, pinned].sort(compareItems)).toEqual([pinned, fresh, old]);
});
