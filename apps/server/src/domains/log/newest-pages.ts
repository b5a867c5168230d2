import type { ConversationId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { createWeighedCache } from "../../platform/weighed-cache.ts";
import { type HistoryPage, type NewestQuery, readNewest, readStanding, type WholePage } from "./history-store.ts";
import { weigh } from "./newest.ts";
import { logChanged } from "./types.ts";

/** The newest page of a conversation as somebody may see it; null when not a member. */
export type NewestPages = (query: NewestQuery) => Promise<HistoryPage | null>;

interface Kept {
  readonly page: WholePage;
  readonly limit: number;
}

/**
 * Keeps the newest pages: what opens a conversation is the same for nearly all its members. Membership, what somebody may
 * see, what they deleted for themselves and the state of messages are read each time, in one statement with the seq of
 * the log, under which alone a kept page counts. So news only save asking in vain.
 */
export function createNewestPages(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxBytes = 64 * 1024 * 1024,
): NewestPages {
  const known = createWeighedCache<ConversationId, Kept>(maxBytes);
  bus.subscribe(logChanged, ({ conversationId }) => known.delete(conversationId));

  return async (query) => {
    const { conversationId, limit } = query;
    const kept = known.get(conversationId);
    if (kept?.limit === limit) {
      const page = await readStanding(reading, query, kept.page);
      if (page === "out") return null;
      if (page) return page;
    }
    const read = await readNewest(reading, query);
    if (!read) return null;
    const { page, whole } = read;
    if (whole)
      known.set(
        conversationId,
        { page: whole, limit },
        whole.entries.reduce((sum, one) => sum + weigh(one), 0),
      );
    return page;
  };
}
