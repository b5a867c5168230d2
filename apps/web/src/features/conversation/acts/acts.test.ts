import type { TimelineRow } from "@qunxin/client";
import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { loadLocale } from "../../../i18n/index.ts";
import { threadReplies } from "../thread/thread-replies.ts";
import { copiedText } from "./copied-text.ts";
import { withRange } from "./picking.ts";
import { forgetRecalled, keepRecalled, recalledDraft, reeditMs } from "./recalled-drafts.ts";

const me = "me" as PrincipalId;
const room = "room" as ConversationId;

beforeAll(() => loadLocale("zh-CN"));
afterEach(() => {
  vi.useRealTimers();
  forgetRecalled(true);
});

function entry(seq: number, body: object): Entry {
  return { id: `e${seq}`, seq, ordinal: seq, at: `2026-11-22T08:0${seq}:00Z`, by: me, clientId: null, body } as never;
}

function said(seq: number, text: string, more: object = {}): Entry {
  return entry(seq, { kind: "message", text, mentions: [], mentionAll: false, replyTo: null, ...more });
}

const rowsOf = (...entries: Entry[]): TimelineRow[] =>
  entries.map((one) => ({ key: one.id, state: "stored", entry: one }));

test("A range with Shift takes all messages between, in either direction, and leaves out what is none", () => {
  const rows = rowsOf(said(1, "a"), entry(2, { kind: "recalled" }), said(3, "c"), said(4, "d"), said(5, "e"));
  expect([...withRange(new Set([5]), rows, 4, 1)].sort()).toEqual([1, 3, 4, 5]);
});

test("One message is copied as its words, several with who said them and when", () => {
  const nameOf = () => "林晓";
  expect(copiedText([said(1, "你好")], nameOf)).toBe("你好");
  const several = copiedText([said(1, "你好"), said(2, "", { content: { type: "sticker", name: "ok" } })], nameOf);
  expect(several.split("\n\n").map((part) => part.split("\n")[1])).toEqual(["你好", "[表情]"]);
  expect(several).toMatch(/^林晓 2026-11-22 \d\d:01/);
});

test("What was recalled can be taken up again by its author for five minutes", () => {
  vi.useFakeTimers();
  const draft = { text: "算了", mentions: [], mentionAll: false, replyToSeq: null };
  keepRecalled(me, room, 7, draft);
  expect(recalledDraft(me, room, 7)?.draft).toEqual(draft);
  expect(recalledDraft("other" as PrincipalId, room, 7)).toBeNull();
  expect(recalledDraft(me, room, 8)).toBeNull();
  vi.advanceTimersByTime(reeditMs + 1);
  expect(recalledDraft(me, room, 7)).toBeNull();
});

test("A thread shows what was fetched as the timeline knows it, and what came since; nothing older than its page", () => {
  const fetched = [said(3, "c", { thread: 1 }), said(4, "d", { thread: 1 })];
  const live = [
    said(2, "b", { thread: 1 }),
    entry(3, { kind: "recalled" }),
    entry(4, { kind: "hidden" }),
    said(5, "elsewhere"),
    said(6, "f", { thread: 1 }),
  ];
  const shown = threadReplies(fetched, live, 1);
  expect(shown.map(({ seq, body }) => [seq, body.kind])).toEqual([
    [3, "recalled"],
    [6, "message"],
  ]);
});
