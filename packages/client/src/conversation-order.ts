import type { ConversationId } from "@qunxin/protocol";
import { type ConversationItem, compareItems } from "./conversation-reducer.ts";

/** Puts what changed into its place among sorted items; the rest is neither compared nor sorted anew. */
export function reordered(
  sorted: readonly ConversationItem[],
  changed: ReadonlyMap<ConversationId, ConversationItem | null>,
): ConversationItem[] {
  const rest = sorted.filter(({ id }) => !changed.has(id));
  const news = [...changed.values()].filter((item) => item !== null);
  // From here on sorting all of it is cheaper than finding a place for each.
  if (news.length * 8 > sorted.length) return [...rest, ...news].sort(compareItems);
  for (const item of news) rest.splice(placeOf(rest, item), 0, item);
  return rest;
}

/** Index of the first one that comes after the item. */
function placeOf(sorted: readonly ConversationItem[], item: ConversationItem): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other && compareItems(other, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
