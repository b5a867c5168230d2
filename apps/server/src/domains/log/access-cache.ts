import type { ConversationId } from "@qunxin/protocol";
import { type Bus, newsLost } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { readAccess } from "./members-store.ts";
import { type Access, logChanged } from "./types.ts";

export interface AccessCache {
  /** Who may write; null when there is no such conversation. */
  get(conversationId: ConversationId): Promise<Access | null>;
  /** Forgets what is known, since it proved stale. */
  drop(conversationId: ConversationId): void;
}

/**
 * Keeps who may write where, least recently used out first, bounded by the members held in all. News of a change drops
 * an entry; if the news is lost, the append refuses the stale version and the caller drops it.
 */
export function createAccessCache(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxMembers = 1_000_000,
): AccessCache {
  const held = new Map<ConversationId, Access>();
  const loading = new Map<ConversationId, Promise<Access | null>>();
  let members = 0;

  function drop(conversationId: ConversationId): void {
    members -= weight(held.get(conversationId));
    held.delete(conversationId);
    // A load under way may have read the old state: whoever waits gets it, but it is not kept.
    loading.delete(conversationId);
  }

  function keep(conversationId: ConversationId, access: Access): void {
    members += weight(access);
    held.set(conversationId, access);
    for (const oldest of held.keys()) {
      if (members <= maxMembers || oldest === conversationId) break;
      drop(oldest);
    }
  }

  function load(conversationId: ConversationId): Promise<Access | null> {
    const started = readAccess(reading, conversationId);
    loading.set(conversationId, started);
    const settle = (access: Access | null) => {
      if (loading.get(conversationId) !== started) return;
      loading.delete(conversationId);
      if (access) keep(conversationId, access);
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
    members = 0;
  });

  return {
    async get(conversationId) {
      const found = held.get(conversationId);
      if (!found) return loading.get(conversationId) ?? load(conversationId);
      held.delete(conversationId);
      held.set(conversationId, found);
      return found;
    },
    drop,
  };
}

/** A conversation weighs its members, and something for itself. */
function weight(access: Access | undefined): number {
  return access ? access.members.size + 4 : 0;
}
