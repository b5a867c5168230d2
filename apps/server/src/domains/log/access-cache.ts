import type { ConversationId } from "@qunxin/protocol";
import { type Bus, newsLost } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { createWeighedCache } from "../../platform/weighed-cache.ts";
import { readAccess } from "./members-store.ts";
import { type Access, logChanged } from "./types.ts";

export interface AccessCache {
  /** Who may write; null when there is no such conversation. */
  get(conversationId: ConversationId): Promise<Access | null>;
  /** Forgets what is known, since it proved stale. */
  drop(conversationId: ConversationId): void;
}

/**
 * Keeps who may write where, bounded by the members held in all. News of a change drops an entry; if the news is lost, the
 * append refuses the stale version and the caller drops it.
 */
export function createAccessCache(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxMembers = 1_000_000,
): AccessCache {
  const held = createWeighedCache<ConversationId, Access>(maxMembers);
  const loading = new Map<ConversationId, Promise<Access | null>>();

  function drop(conversationId: ConversationId): void {
    held.delete(conversationId);
    // A load under way may have read the old state: whoever waits gets it, but it is not kept.
    loading.delete(conversationId);
  }

  function load(conversationId: ConversationId): Promise<Access | null> {
    const started = readAccess(reading, conversationId);
    loading.set(conversationId, started);
    const settle = (access: Access | null) => {
      if (loading.get(conversationId) !== started) return;
      loading.delete(conversationId);
      // A conversation weighs its members, and something for itself.
      if (access) held.set(conversationId, access, access.members.size + 4);
    };
    started.then(settle, () => settle(null));
    return started;
  }

  bus.subscribe(logChanged, ({ conversationId, accessChanged }) => {
    if (accessChanged !== null) drop(conversationId);
  });
  bus.subscribe(newsLost, () => {
    held.clear();
    loading.clear();
  });

  return {
    async get(conversationId) {
      return held.get(conversationId) ?? loading.get(conversationId) ?? load(conversationId);
    },
    drop,
  };
}
