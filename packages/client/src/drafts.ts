import type { ConversationId } from "@qunxin/protocol";
import { createFamily, type Store, type WritableStore } from "./store.ts";
import type { Storage } from "./transport.ts";

export interface Drafts {
  of(id: ConversationId): Store<string>;
  /** Keeps what was typed but not sent; empty forgets it. */
  set(id: ConversationId, text: string): void;
}

/** Drafts per person and conversation, in the device's storage. */
export function createDrafts(storage: Storage, owner: () => string | null): { drafts: Drafts; reset(): void } {
  const keyOf = (id: ConversationId) => `qunxin.draft.${owner() ?? ""}.${id}`;
  const stores = createFamily<ConversationId, string>((id) => (owner() ? (storage.get(keyOf(id)) ?? "") : ""));
  const store: (id: ConversationId) => WritableStore<string> = stores.of;
  return {
    drafts: {
      of: store,
      set(id, text) {
        store(id).set(text);
        if (owner()) storage.set(keyOf(id), text === "" ? null : text);
      },
    },
    reset: stores.reset,
  };
}
