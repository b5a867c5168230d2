import type { ConversationItem } from "@qunxin/client";
import type { Brief } from "@qunxin/protocol";

export type ListFilter = "all" | "unread" | "mentions" | "internal" | "customer";

/** The filters worth offering: groups of both kinds only to whom they tell something. */
export function offeredFilters(items: readonly ConversationItem[]): ListFilter[] {
  const bothKinds = (["internal", "customer"] as const).every((kind) => items.some((item) => fits(item, kind)));
  return ["all", "unread", "mentions", ...(bothKinds ? (["internal", "customer"] as const) : [])];
}

export function filterItems(items: readonly ConversationItem[], filter: ListFilter): readonly ConversationItem[] {
  return filter === "all" ? items : items.filter((item) => fits(item, filter));
}

/** Whether something waits to be read, or was marked so. */
export function isUnread({ unread, markedUnread }: ConversationItem): boolean {
  return unread > 0 || markedUnread;
}

/** The next conversation up or down from the current one; with `unreadOnly` the next unread. Ends at the edges. */
export function neighbour(
  items: readonly ConversationItem[],
  currentId: string | undefined,
  step: 1 | -1,
  unreadOnly: boolean,
): ConversationItem | undefined {
  const at = items.findIndex(({ id }) => id === currentId);
  const start = at < 0 ? (step === 1 ? 0 : items.length - 1) : at + step;
  for (let index = start; index >= 0 && index < items.length; index += step) {
    const item = items[index];
    if (item && (!unreadOnly || isUnread(item))) return item;
  }
  return undefined;
}

/** Name of a conversation: the group's, or the peer's once known. */
export function nameOfItem(item: ConversationItem, peer: Brief | null): string {
  return item.kind === "group" ? item.name : (peer?.name ?? "");
}

function fits(item: ConversationItem, filter: Exclude<ListFilter, "all">): boolean {
  switch (filter) {
    case "unread":
      return isUnread(item);
    case "mentions":
      return item.mentionSeqs.length > 0;
    case "internal":
      return item.kind === "group" && item.type !== "customer";
    case "customer":
      return item.type === "customer";
  }
}
