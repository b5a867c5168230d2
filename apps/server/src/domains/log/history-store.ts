import { type ConversationId, type Entry, hiddenEntry, type PrincipalId } from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { ask, type Prepared, prepare } from "../../platform/prepared.ts";
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
  /** What to say of changed messages, from `prepareHistory`; without it nothing. */
  readonly statements?: HistoryStatements | undefined;
}

export interface HistoryPage {
  readonly entries: Entry[];
  /** Of those among them that something has happened to, by seq: the newest change, and the state asked for. */
  readonly changed: ReadonlyMap<number, { readonly changedSeq: number; readonly state: unknown }>;
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
  readonly lastSeq: number;
}

interface StoredRow extends EntryRow {
  changed_seq: number | null;
  hidden: boolean;
  state: unknown;
}
type Row = Partial<StoredRow> & { first: number | null; last_seq: number };

/**
 * A page of what the viewer may see, ascending. Membership, entries and their state are read in one statement: whoever
 * is out by then gets null, and never an entry from after their going; no state is of another moment than its entry.
 */
export async function readHistory(reading: Reading, query: HistoryQuery): Promise<HistoryPage | null> {
  const { back, forth } = windowOf(query);
  const { conversationId, viewer, acts = false, statements = stateless } = query;
  const who = [conversationId, viewer, acts];
  const [older, newer] = [
    [back.below, back.take],
    [forth.above, forth.take],
  ];
  const rows =
    forth.take === 0
      ? await ask(reading, statements.back, [...who, ...older])
      : back.take === 0
        ? await ask(reading, statements.forth, [...who, ...newer])
        : await ask(reading, statements.around, [...who, ...older, ...newer]);
  return rows[0] ? pageOf(rows, rows[0], back, forth) : null;
}

/** A page by the way it goes from its anchor. */
export interface HistoryStatements {
  readonly back: Prepared<Row>;
  readonly forth: Prepared<Row>;
  readonly around: Prepared<Row>;
}

/**
 * The statements of a page, under names of their own. `state` is SQL for what is to be said of a changed message `e`,
 * as `m`, a member of the conversation, may see it: it comes from the domain that knows what happens to messages.
 */
export function prepareHistory(name: string, state: string): HistoryStatements {
  const back = entriesIn("seq < $4::bigint order by seq desc limit $5");
  const page = (way: string, entries: string) => prepare<Row>(`${name}_${way}`, pageWith(state, entries));
  return {
    back: page("back", back),
    forth: page("forth", entriesIn("seq > $4::bigint order by seq limit $5")),
    around: page("around", `${back} union all ${entriesIn("seq > $6::bigint order by seq limit $7")}`),
  };
}

const entriesIn = (range: string) => `
  select found.* from unnest(m.visible) r cross join lateral (
    select ${entryColumnNames}, changed_seq, edited_at, edits from entries
    where conversation_id = m.conversation_id and seq >= lower(r) and (upper(r) is null or seq < upper(r))
      and ($3::boolean or target is null) and ${range}) found`;

const pageWith = (state: string, entries: string) => `
  select lower(m.visible) as first, c.last_seq, e.seq, e.id, e.ordinal, e.author_id, e.client_id, e.body, e.created_at,
    e.recalled_at, e.recalled_by, e.changed_seq, exists (select from hidden_entries h
      where h.conversation_id = m.conversation_id and h.principal_id = m.principal_id and h.seq = e.seq) as hidden,
    case when e.changed_seq is not null and e.recalled_at is null then ${state} end as state
  from members m join conversations c on c.id = m.conversation_id left join lateral (${entries}) e on true
  where m.conversation_id = $1 and m.principal_id = $2 and m.present
  order by e.seq`;

const stateless = prepareHistory("history", "null::json");

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
    changed: new Map(kept.flatMap(changeOf)),
    moreBefore: moreBefore && lastSeq > 0,
    moreAfter,
    lastSeq,
  };
}

/** Of what somebody deleted for themselves nothing is said. */
function changeOf({ seq, changed_seq: changedSeq, hidden, state }: StoredRow) {
  return changedSeq === null || hidden ? [] : [[seq, { changedSeq, state }] as const];
}

/** What somebody deleted for themselves stays as a place without content. */
function toOwnEntry(row: StoredRow): Entry {
  const entry = toEntry(row);
  return row.hidden ? hiddenEntry(entry) : entry;
}
