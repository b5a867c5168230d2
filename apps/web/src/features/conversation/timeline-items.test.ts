import type { TimelineRow } from "@qunxin/client";
import type { ClientMessageId, Entry, EntryId, PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { timelineItems } from "./timeline-items.ts";

const ana = "ana" as PrincipalId;
const lin = "lin" as PrincipalId;

test("messages of one person within three minutes stand under one head", () => {
  const rows = [said(1, ana, "10:00:00"), said(2, ana, "10:02:59"), said(3, ana, "10:06:00"), said(4, lin, "10:06:10")];
  expect(timelineItems(rows, lin, null).map(({ head }) => head)).toEqual([true, false, true, true]);
});

test("a system entry parts the messages of one person", () => {
  const rows = [said(1, ana, "10:00:00"), renamed(2, ana, "10:00:10"), said(3, ana, "10:00:20")];
  expect(timelineItems(rows, lin, null).map(({ head }) => head)).toEqual([true, true, true]);
});

test("the divider stands above the first unread message of somebody else, and only once", () => {
  const rows = [
    said(1, ana, "10:00:00"),
    renamed(2, ana, "10:00:05"),
    said(3, lin, "10:00:10"),
    said(4, ana, "10:00:20"),
    said(5, ana, "10:00:30"),
  ];
  expect(timelineItems(rows, lin, 1).map(({ unread }) => unread)).toEqual([false, false, false, true, false]);
  expect(timelineItems(rows, lin, null).some(({ unread }) => unread)).toBe(false);
});

test("a day begins with its divider", () => {
  const rows = [said(1, ana, "10:00:00", "17"), said(2, ana, "10:00:00", "18"), said(3, ana, "10:00:10", "18")];
  expect(timelineItems(rows, lin, null).map(({ day }) => day !== null)).toEqual([true, true, false]);
});

test("what is on its way is one's own, keeps its key, and joins one's own run", () => {
  const pending: TimelineRow = {
    key: "c1",
    state: "pending",
    clientId: "c1" as ClientMessageId,
    draft: { text: "好", mentions: [], mentionAll: false, replyToSeq: null },
    at: "2026-11-18T10:00:30",
    error: null,
  };
  const [, item] = timelineItems([said(1, lin, "10:00:00"), pending], lin, 0);
  expect(item).toMatchObject({ key: "c1", own: true, head: false, unread: false });
});

function said(seq: number, by: PrincipalId, time: string, day = "18"): TimelineRow {
  return row(seq, by, `2026-11-${day}T${time}`, {
    kind: "message",
    text: "好",
    mentions: [],
    mentionAll: false,
    replyTo: null,
  });
}

function renamed(seq: number, by: PrincipalId, time: string): TimelineRow {
  return row(seq, by, `2026-11-18T${time}`, { kind: "group_renamed", name: "新" });
}

function row(seq: number, by: PrincipalId, at: string, body: Entry["body"]): TimelineRow {
  const id = `e${seq}` as EntryId;
  return { key: id, state: "stored", entry: { id, seq, ordinal: seq, at, by, clientId: null, body } };
}
