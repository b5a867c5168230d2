import type { ConversationId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { reordered } from "./conversation-order.ts";
import { type ConversationItem, compareItems } from "./conversation-reducer.ts";

test("whatever changes in a list of thousands, it is sorted as if it had been sorted whole", () => {
  const random = seeded(7);
  const items = new Map(Array.from({ length: 3_000 }, (_, index) => [idOf(index), item(idOf(index), random)]));
  let sorted = reordered([], items);
  for (let round = 0; round < 60; round++) {
    const changed = new Map<ConversationId, ConversationItem | null>();
    for (let count = 0; count < 1 + (round % 7) * 100; count++) {
      const id = idOf(Math.floor(random() * 3_100));
      const next = random() < 0.1 ? null : item(id, random);
      changed.set(id, next);
      if (next) items.set(id, next);
      else items.delete(id);
    }
    sorted = reordered(sorted, changed);
    expect(sorted).toEqual([...items.values()].sort(compareItems));
  }
});

test("one message in a list of 5,000 compares a dozen conversations", () => {
  const random = seeded(1);
  const items = new Map(Array.from({ length: 5_000 }, (_, index) => [idOf(index), item(idOf(index), random)]));
  const sorted = reordered([], items);
  let looks = 0;
  const news = item(idOf(40), random);
  const counted = new Proxy(news, {
    get(target, name) {
      if (name === "pinnedAt") looks += 1;
      return Reflect.get(target, name);
    },
  });
  reordered(sorted, new Map([[news.id, counted]]));
  expect(looks).toBeLessThanOrEqual(40);
});

function idOf(index: number): ConversationId {
  return `0190${String(index).padStart(4, "0")}-0000-7000-8000-000000000000` as ConversationId;
}

function item(id: ConversationId, random: () => number): ConversationItem {
  const pinnedAt = random() < 0.05 ? new Date(random() * 1e12).toISOString() : null;
  const last = random() < 0.9 ? { at: new Date(1e12 + random() * 1e9).toISOString() } : null;
  return { id, pinnedAt, last } as ConversationItem;
}

function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
