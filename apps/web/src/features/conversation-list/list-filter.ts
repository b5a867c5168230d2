import type { ConversationItem } from "@qunxin/client";
import type { Brief, LabelId } from "@qunxin/protocol";

export type KindFilter = "all" | "unread" | "mentions" | "internal" | "customer";
export type ListFilter = KindFilter | `label:${LabelId}`;

/** Whether the other person of a direct conversation is from outside the company. */
export type IsExternal = (peerId: ConversationItem["peerId"]) => boolean;
const nobody: IsExternal = () => false;

/** The filters worth offering: inside and outside only to whom they tell something. */
export function offeredFilters(items: readonly ConversationItem[], isExternal: IsExternal = nobody): KindFilter[] {
  const bothKinds = (["internal", "customer"] as const).every((kind) =>
    items.some((item) => fits(item, kind, isExternal)),
  );
  return ["all", "unread", "mentions", ...(bothKinds ? (["internal", "customer"] as const) : [])];
}

/** What is folded is out of sight in the whole list and among what is unread; looked for otherwise, it is found. */
export function filterItems(
  items: readonly ConversationItem[],
  filter: ListFilter,
  isExternal: IsExternal = nobody,
): readonly ConversationItem[] {
  if (filter === "all") return items.some(({ folded }) => folded) ? items.filter(({ folded }) => !folded) : items;
  return items.filter((item) => fits(item, filter, isExternal));
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

function fits(item: ConversationItem, filter: Exclude<ListFilter, "all">, isExternal: IsExternal): boolean {
  switch (filter) {
    case "unread":
      return isUnread(item) && !item.folded;
    case "mentions":
      return item.mentionSeqs.length > 0;
    case "internal":
      return item.kind === "group" && item.type !== "customer";
    case "customer":
      return item.type === "customer" || (item.kind === "direct" && isExternal(item.peerId));
    default:
      return item.labels.some((id) => filter === `label:${id}`);
  }
}
