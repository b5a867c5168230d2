import type { ConversationId, Entry } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import { createWeighedCache } from "../../platform/weighed-cache.ts";
import { writeOnce } from "../../platform/written.ts";
import { historyPurged } from "./retention.ts";
import { type EntryRow, entryColumnNames, toEntry } from "./store.ts";

/** A conversation as one committed moment had it: how far its log was, and which entry lists show of it. */
export interface Standing {
  readonly id: ConversationId;
  readonly lastSeq: number;
  readonly shownSeq: number;
}

/** The entries that lists show of conversations; none where nothing was said yet, or retention removed it. */
export type NewestEntries = (standings: readonly Standing[]) => Promise<ReadonlyMap<ConversationId, Entry>>;

/** Null where there is none. */
interface Kept {
  readonly lastSeq: number;
  readonly entry: Entry | null;
}

/**
 * Keeps them, since reading them and writing them as JSON is half of a list. Whatever happens to an entry (an edit, a
 * recall, an answer that it quotes) is an entry of the same log, so one read after the log was seen at a seq holds as long
 * as that is its last: no news has to arrive. Only retention removes without a trace; it is judged by whoever asks, who
 * sees how far it came.
 */
export function createNewestEntries(
  { reading, bus }: { reading: Reading; bus: Bus },
  maxBytes = 32 * 1024 * 1024,
): NewestEntries {
  const known = createWeighedCache<ConversationId, Kept>(maxBytes);
  // Not shown any more in any case; but what was purged should not stay in memory either.
  bus.subscribe(historyPurged, ({ conversationId }) => known.delete(conversationId));

  async function read(standings: readonly Standing[]): Promise<Map<ConversationId, Entry>> {
    const ids = standings.map(({ id }) => id);
    const seqs = standings.map(({ shownSeq }) => shownSeq);
    const found = new Map(
      (await ask(reading, entriesAt, [ids, seqs])).map((row) => [row.conversation_id, toEntry(row)]),
    );
    for (const { id, lastSeq } of standings) {
      const entry = found.get(id) ?? null;
      known.set(id, { lastSeq, entry }, entry ? weigh(entry) : overhead);
    }
    return found;
  }

  return async (standings) => {
    const found = new Map<ConversationId, Entry>();
    const missing: Standing[] = [];
    for (const standing of standings) {
      const kept = known.get(standing.id);
      if (kept?.lastSeq !== standing.lastSeq) missing.push(standing);
      else if (kept.entry) found.set(standing.id, kept.entry);
    }
    return missing.length === 0 ? found : new Map([...found, ...(await read(missing))]);
  };
}

/** What a kept entry takes beside its content. */
const overhead = 512;

/** Has the entry written once and answers about what it takes: as a value as much again and more. */
function weigh(entry: Entry): number {
  return overhead + 3 * writeOnce(entry);
}

const entriesAt = prepare<EntryRow & { conversation_id: ConversationId }>(
  "entries_newest",
  `select conversation_id, ${entryColumnNames} from unnest($1::uuid[], $2::bigint[]) asked (at_conversation, at_seq)
  join entries on conversation_id = at_conversation and seq = at_seq`,
);
