import type { ConversationItem } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { beforeAll, expect, test } from "vitest";
import { loadLocale } from "../../i18n/index.ts";
import { filterItems, neighbour, offeredFilters } from "./list-filter.ts";
import { rowPreview } from "./row-preview.ts";

const ana = "ana" as never;

beforeAll(() => loadLocale("zh-CN"));

test("filters by kind are offered only to whom they tell something apart", () => {
  expect(offeredFilters([item("a"), item("b", { type: "customer" })])).toContain("customer");
  expect(offeredFilters([item("b", { type: "customer" })])).toEqual(["all", "unread", "mentions"]);
  expect(offeredFilters([item("a")])).toEqual(["all", "unread", "mentions"]);
});

test("unread counts what was marked so, and @me what mentions me", () => {
  const items = [
    item("a"),
    item("b", { unread: 2 }),
    item("c", { markedUnread: true }),
    item("d", { mentionSeqs: [3] }),
  ];
  expect(ids(filterItems(items, "unread"))).toEqual(["b", "c"]);
  expect(ids(filterItems(items, "mentions"))).toEqual(["d"]);
  expect(ids(filterItems([item("a"), item("k", { type: "customer" })], "internal"))).toEqual(["a"]);
});

test("what is folded is out of sight but found by its label, a mention, or being external", () => {
  const work = "work" as never;
  const outside = "outside" as never;
  const items = [
    item("a", { labels: [work] }),
    item("b", { folded: true, unread: 2, labels: [work] }),
    item("c", { folded: true, mentionSeqs: [1] }),
    item("d", { kind: "direct", type: null, peerId: outside }),
  ];
  const isExternal = (id: unknown) => id === outside;
  expect(ids(filterItems(items, "all"))).toEqual(["a", "d"]);
  expect(filterItems(items, "unread")).toEqual([]);
  expect(ids(filterItems(items, "mentions"))).toEqual(["c"]);
  expect(ids(filterItems(items, `label:${work}`))).toEqual(["a", "b"]);
  expect(ids(filterItems(items, "customer", isExternal))).toEqual(["d"]);
  expect(offeredFilters(items, isExternal)).toContain("internal");
});

test("Alt+Shift+arrow goes to the next unread conversation and stops at the ends", () => {
  const items = [item("a", { unread: 1 }), item("b"), item("c"), item("d", { unread: 1 })];
  expect(neighbour(items, "b", 1, false)?.id).toBe("c");
  expect(neighbour(items, "b", 1, true)?.id).toBe("d");
  expect(neighbour(items, "b", -1, true)?.id).toBe("a");
  expect(neighbour(items, "d", 1, false)).toBeUndefined();
  expect(neighbour(items, undefined, 1, false)?.id).toBe("a");
});

test("the preview names the sender in groups, and puts a mention before a draft", () => {
  const last = { seq: 1, by: ana, body: { kind: "message", text: "好\n的" } } as never;
  const preview = (change: Partial<ConversationItem>, draft = "") =>
    rowPreview(item("a", { last, ...change }), draft, null, () => "安娜");
  expect(preview({})).toEqual({ mark: null, text: "安娜：好 的" });
  expect(preview({ kind: "direct" })).toEqual({ mark: null, text: "好 的" });
  expect(preview({}, "写到一半")).toEqual({ mark: "draft", text: "写到一半" });
  expect(preview({ mentionSeqs: [1] }, "写到一半").mark).toBe("mention");
});

function ids(items: readonly ConversationItem[]): string[] {
  return items.map(({ id }) => id);
}

function item(id: string, change: Partial<ConversationItem> = {}): ConversationItem {
  return {
    id: id as ConversationId,
    kind: "group",
    type: "normal",
    name: id,
    peerId: null,
    mosaic: [],
    memberCount: 3,
    role: "member",
    last: null,
    lastSeq: 0,
    firstSeq: 1,
    lastOrdinal: 0,
    readSeq: 0,
    readOrdinal: 0,
    mentionSeqs: [],
    muted: false,
    notify: "all",
    pinnedAt: null,
    markedUnread: false,
    hidden: false,
    folded: false,
    labels: [],
    unread: 0,
    ...change,
  };
}
