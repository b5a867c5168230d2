import type { ConversationId } from "@qunxin/protocol";
import type { Picked } from "./mention-text.ts";

const keyOf = (id: ConversationId) => `qunxin.draft-mentions.${id}`;
const memory = new Map<ConversationId, readonly Picked[]>();

/** Who was picked in an unsent draft: without it, the names in it would be sent as mere text. */
export function readDraftMentions(id: ConversationId): readonly Picked[] {
  const held = memory.get(id);
  if (held) return held;
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "[]");
    return Array.isArray(saved) ? (saved as Picked[]) : [];
  } catch {
    return [];
  }
}

export function keepDraftMentions(id: ConversationId, picked: readonly Picked[]): void {
  memory.set(id, picked);
  try {
    if (picked.length === 0) localStorage.removeItem(keyOf(id));
    else localStorage.setItem(keyOf(id), JSON.stringify(picked));
  } catch {
    // Without storage they last until the page is closed.
  }
}
