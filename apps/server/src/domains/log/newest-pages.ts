import { type ConversationId, type Entry, hiddenEntry } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { createWeighedCache } from "../../platform/weighed-cache.ts";
import { writeOnce } from "../../platform/written.ts";
import {
  type HistoryPage,
  type NewestQuery,
  type PageStanding,
  readNewest,
  readStanding,
  shownTo,
  type WholePage,
} from "./history-store.ts";
import { historyPurged } from "./retention.ts";
import { logChanged } from "./types.ts";

/** A page whose entries tell their state. */
export type ToldPage = Omit<HistoryPage, "changed">;

/** What the domain that knows what happens to messages has to say of them. */
export interface Telling {
  tell(page: HistoryPage): ToldPage;
  /** Who is told of a state something of their own; null if they are too many to name. */
  partiesOf(state: unknown): readonly string[] | null;
}

/** The newest page of a conversation as somebody may see it; null when not a member. */
export type NewestPages = (query: NewestQuery & { readonly telling: Telling }) => Promise<ToldPage | null>;

interface Kept {
  readonly limit: number;
  readonly page: WholePage;
  /** Who is told something of their own of it; null if they are too many, or not all of it was told. */
  readonly parties: ReadonlySet<string> | null;
  /** As all others are shown it who deleted nothing of it, written as JSON once. Null: nobody of those has asked yet. */
  readonly common: readonly Entry[] | null;
}

/**
 * Keeps the newest pages: what opens a conversation is the same for nearly all its members. Membership, what somebody may
 * see and what they deleted for themselves is read each time, in one statement with the seq of the log, under which alone a
 * kept page counts; for who has a part in the state of its messages (a reaction, a vote) that state as well. So news only save
 * asking in vain.
 */
export function createNewestPages(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxBytes = 64 * 1024 * 1024,
): NewestPages {
  const known = createWeighedCache<ConversationId, Kept>(maxBytes);
  const drop = ({ conversationId }: { conversationId: ConversationId }) => known.delete(conversationId);
  bus.subscribe(logChanged, drop);
  bus.subscribe(historyPurged, drop);

  function keep(conversationId: ConversationId, kept: Omit<Kept, "common">, asAll: readonly Entry[] | null): void {
    const bytes = asAll ? writeOnce(asAll) : kept.page.entries.length * unknownBytes;
    const weight = overhead + 3 * bytes + partyBytes * (kept.parties?.size ?? 0);
    known.set(conversationId, { ...kept, common: asAll }, weight);
  }

  return async (query) => {
    const { conversationId, viewer, limit, telling } = query;
    const kept = known.get(conversationId);
    if (kept?.limit === limit) {
      const plain = kept.parties !== null && !kept.parties.has(viewer);
      const common = plain ? kept.common : null;
      const standing = await readStanding(reading, query, kept.page, { withStates: !common });
      if (standing === "out") return null;
      if (standing && common) return commonPage(kept.page, common, standing);
      if (standing) {
        const told = telling.tell(shownTo(kept.page, standing));
        if (plain && standing.hidden.length === 0) keep(conversationId, kept, told.entries);
        return told;
      }
    }
    const read = await readNewest(reading, query);
    if (!read) return null;
    const told = telling.tell(read.page);
    if (read.whole) {
      const parties = read.asAll ? partiesOf(read.page, telling) : null;
      const plain = read.asAll && parties !== null && !parties.has(viewer);
      keep(conversationId, { limit, page: read.whole, parties }, plain ? told.entries : null);
    }
    return told;
  };
}

/** What a kept page takes beside its content, an entry that was not written yet, and somebody who has a part in it. */
const [overhead, unknownBytes, partyBytes] = [4_096, 512, 100];

function commonPage({ moreBefore, lastSeq }: WholePage, common: readonly Entry[], { hidden }: PageStanding): ToldPage {
  const gone = new Set(hidden);
  const entries = gone.size === 0 ? common : common.map((one) => (gone.has(one.seq) ? hiddenEntry(one) : one));
  return { moreBefore, moreAfter: false, lastSeq, entries: entries as Entry[] };
}

function partiesOf({ changed }: HistoryPage, { partiesOf: of }: Telling): ReadonlySet<string> | null {
  const parties = new Set<string>();
  for (const { state } of changed.values()) {
    const own = of(state);
    if (own === null) return null;
    for (const id of own) parties.add(id);
  }
  return parties;
}
