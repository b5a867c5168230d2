import type { ConversationId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { type HistoryPage, type NewestQuery, readNewest, readStanding, type WholePage } from "./history-store.ts";
import { weigh } from "./newest.ts";
import { logChanged } from "./types.ts";

/** The newest page of a conversation as somebody may see it; null when not a member. */
export type NewestPages = (query: NewestQuery) => Promise<HistoryPage | null>;

interface Kept {
  readonly page: WholePage;
  readonly limit: number;
  readonly weight: number;
}

/**
 * Keeps the newest pages, least recently used out first: what opens a conversation is the same for nearly all its members.
 * Membership, what somebody may see, what they deleted for themselves and the state of messages are read each time, in one
 * statement with the seq of the log, under which alone a kept page counts. So news only save asking in vain.
 */
export function createNewestPages(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxBytes = 64 * 1024 * 1024,
): NewestPages {
  const known = new Map<ConversationId, Kept>();
  let bytes = 0;

  function drop(id: ConversationId): void {
    bytes -= known.get(id)?.weight ?? 0;
    known.delete(id);
  }

  function keep(id: ConversationId, kept: Kept): void {
    drop(id);
    known.set(id, kept);
    bytes += kept.weight;
    for (const oldest of known.keys()) {
      if (bytes <= maxBytes) break;
      drop(oldest);
    }
  }

  bus.subscribe(logChanged, ({ conversationId }) => drop(conversationId));

  return async (query) => {
    const { conversationId, limit } = query;
    const kept = known.get(conversationId);
    if (kept?.limit === limit) {
      known.delete(conversationId);
      known.set(conversationId, kept);
      const page = await readStanding(reading, query, kept.page);
      if (page === "out") return null;
      if (page) return page;
    }
    const read = await readNewest(reading, query);
    if (!read) return null;
    if (read.whole) {
      const weight = read.whole.entries.reduce((sum, entry) => sum + weigh(entry), 0);
      keep(conversationId, { page: read.whole, limit, weight });
    }
    return read.page;
  };
}
