import type { ConversationId } from "@qunxin/protocol";
import type { Picked } from "./pick-files.ts";

const waiting = new Map<ConversationId, Promise<Picked>[]>();

/** Remembers files that were dropped before there was a composer to take them. */
export function dropEarly(id: ConversationId, picked: Promise<Picked>): void {
  waiting.set(id, [...(waiting.get(id) ?? []), picked]);
}

/** Hands those files over, once. */
export function takeEarly(id: ConversationId): readonly Promise<Picked>[] {
  const taken = waiting.get(id) ?? [];
  waiting.delete(id);
  return taken;
}
