import type { ConversationId, ReminderHours } from "@qunxin/protocol";
import { useSyncExternalStore } from "react";

/** What the next message of a conversation asks of its readers. */
export interface Asking {
  /** The switches are shown above the text field. */
  readonly open: boolean;
  readonly confirm: boolean;
  readonly remindHours: ReminderHours;
  readonly urgent: boolean;
}

const nothing: Asking = { open: false, confirm: false, remindHours: 2, urgent: false };
const held = new Map<ConversationId, Asking>();
const listeners = new Set<() => void>();

export function askingOf(id: ConversationId): Asking {
  return held.get(id) ?? nothing;
}

export function changeAsking(id: ConversationId, change: Partial<Asking>): void {
  held.set(id, { ...askingOf(id), ...change });
  for (const listener of listeners) listener();
}

/** After sending: the next message asks for nothing. */
export function endAsking(id: ConversationId): void {
  if (!held.delete(id)) return;
  for (const listener of listeners) listener();
}

/** What goes along with the message. */
export function askedWith(id: ConversationId): {
  confirm?: true;
  remindHours?: ReminderHours;
  urgent?: true;
} {
  const { confirm, remindHours, urgent } = askingOf(id);
  return { ...(confirm ? { confirm, remindHours } : {}), ...(urgent ? { urgent } : {}) };
}

export function useAsking(id: ConversationId): Asking {
  return useSyncExternalStore(subscribe, () => askingOf(id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
