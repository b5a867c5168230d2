import { type ConversationId, type Entry, hiddenEntry, type PrincipalId } from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import { type EntryRow, entryColumnNames, toEntry } from "./store.ts";

/** Which page: the last entries before, the first after, both ways around, or (none given) the newest. */
export interface HistoryQuery {
  readonly conversationId: ConversationId;
  readonly viewer: PrincipalId;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly around?: number | undefined;
  /** Acts too, which are no rows of a timeline: for devices that count on what they hold. */
  readonly acts?: boolean | undefined;
  readonly limit: number;
}

export interface HistoryPage {
  readonly entries: Entry[];
  /** Seqs of those among them that something has happened to: their state is to be put together. */
  readonly changed: number[];
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
  readonly lastSeq: number;
}

interface StoredRow extends EntryRow {
  changed_seq: number | null;
  hidden: boolean;
}
type Row = Partial<StoredRow> & { first: number | null; last_seq: number };

/**
 * A page of what the viewer may see, ascending. Membership and entries are read in one statement: whoever is out by
 * then gets null, and never an entry from after their going.
 */
export async function readHistory(reading: Reading, query: HistoryQuery): Promise<HistoryPage | null> {
  const { back, forth } = windowOf(query);
  const { acts = false } = query;
  const { below, take } = back;
  const values = [query.conversationId, query.viewer, acts, below, take, forth.above, forth.take];
  const rows = await ask(reading, historyPage, values);
  return rows[0] ? pageOf(rows, rows[0], back, forth) : null;
}

const entriesIn = (range: string) => `
  select ${entryColumnNames}, changed_seq from entries
  where conversation_id = m.conversation_id and seq >= lower(r) and (upper(r) is null or seq < upper(r))
    and ($3::boolean or target is null) and ${range}`;

const historyPage = prepare<Row>(
  "history_page",
  `select lower(m.visible) as first, c.last_seq, e.*, exists (select from hidden_entries h
    where h.conversation_id = m.conversation_id and h.principal_id = m.principal_id and h.seq = e.seq) as hidden
  from members m join conversations c on c.id = m.conversation_id
  left join lateral (
    select b.* from unnest(m.visible) r cross join lateral (
      ${entriesIn("seq < $4::bigint order by seq desc limit $5")}) b
    union all
    select f.* from unnest(m.visible) r cross join lateral (
      ${entriesIn("seq > $6::bigint order by seq limit $7")}) f
  ) e on true
  where m.conversation_id = $1 and m.principal_id = $2 and m.present
  order by e.seq`,
);

/** What the viewer deleted for themselves since the conversation stood at `sinceSeq`. */
export async function hiddenSince(
  reading: Reading,
  conversationId: ConversationId,
  viewer: PrincipalId,
  sinceSeq: number,
): Promise<number[]> {
  const rows = await reading.sql
    .selectFrom("hidden_entries")
    .select("seq")
    .where("conversation_id", "=", conversationId)
    .where("principal_id", "=", viewer)
    .where("at_seq", ">=", sinceSeq)
    .orderBy("seq")
    .execute();
  return rows.map(({ seq }) => seq);
}

interface Back {
  readonly below: number;
  readonly take: number;
}
interface Forth {
  readonly above: number;
  readonly take: number;
}

/** One more than asked for in each direction tells whether there is more. */
function windowOf({ before, after, around, limit }: HistoryQuery): { back: Back; forth: Forth } {
  if (around !== undefined) {
    const older = Math.ceil(limit / 2);
    return { back: { below: around + 1, take: older + 1 }, forth: { above: around, take: limit - older + 1 } };
  }
  if (after !== undefined) return { back: { below: 0, take: 0 }, forth: { above: after, take: limit + 1 } };
  const below = before ?? Number.MAX_SAFE_INTEGER;
  return { back: { below, take: limit + 1 }, forth: { above: Number.MAX_SAFE_INTEGER, take: 0 } };
}

function pageOf(rows: readonly Row[], { first, last_seq: lastSeq }: Row, back: Back, forth: Forth): HistoryPage {
  const all = rows.filter((row): row is Row & StoredRow => row.seq != null);
  // Several stays may give up to `take` each: the nearest to the anchor count.
  const older = back.take ? all.filter(({ seq }) => seq < back.below).slice(-back.take) : [];
  const newer = forth.take ? all.filter(({ seq }) => seq > forth.above).slice(0, forth.take) : [];
  const keptOlder = older.slice(-Math.max(back.take - 1, 0));
  const keptNewer = newer.slice(0, Math.max(forth.take - 1, 0));
  const moreBefore = back.take ? older.length === back.take : first !== null && first <= forth.above;
  const moreAfter = forth.take ? newer.length === forth.take : lastSeq >= back.below;
  const kept = [...(back.take > 1 ? keptOlder : []), ...keptNewer];
  return {
    entries: kept.map(toOwnEntry),
    changed: kept.filter(({ changed_seq, hidden }) => changed_seq !== null && !hidden).map(({ seq }) => seq),
    moreBefore: moreBefore && lastSeq > 0,
    moreAfter,
    lastSeq,
  };
}

/** What somebody deleted for themselves stays as a place without content. */
function toOwnEntry(row: StoredRow): Entry {
  const entry = toEntry(row);
  return row.hidden ? hiddenEntry(entry) : entry;
}
