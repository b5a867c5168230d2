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
type Row = Partial<StoredRow> & {
  /** The first seq the viewer may ever have seen, and the first of their present stay. */
  first: number | null;
  since: number | null;
  last_seq: number;
  purged_seq: number;
};

/**
 * A page of what the viewer may see, ascending. Membership, entries and their state are read in one statement: whoever
 * is out by then gets null, and never an entry from after their going; no state is of another moment than its entry.
 */
export async function readHistory(reading: Reading, query: HistoryQuery): Promise<HistoryPage | null> {
  const { back, forth } = windowOf(query);
  const rows = await readRows(reading, query);
  return rows[0] ? pageOf(rows, rows[0], back, forth) : null;
}

async function readRows(reading: Reading, query: HistoryQuery): Promise<Row[]> {
  const { back, forth } = windowOf(query);
  const { conversationId, viewer, acts = false, statements = stateless } = query;
  const who = [conversationId, viewer, acts];
  const [older, newer] = [
    [back.below, back.take],
    [forth.above, forth.take],
  ];
  if (forth.take === 0) return ask(reading, statements.back, [...who, ...older]);
  if (back.take === 0) return ask(reading, statements.forth, [...who, ...newer]);
  return ask(reading, statements.around, [...who, ...older, ...newer]);
}

/** Which newest page: of timelines, so without acts. */
export type NewestQuery = Pick<HistoryQuery, "conversationId" | "viewer" | "limit"> & {
  readonly statements: HistoryStatements;
};

/** The newest entries as everybody is shown them who sees all of the conversation from `from` on, without their state. */
export interface WholePage {
  readonly entries: readonly Entry[];
  /** By seq the newest changes of those that something has happened to. */
  readonly changes: ReadonlyMap<number, number>;
  readonly lastSeq: number;
  readonly from: number;
  readonly moreBefore: boolean;
}

/** The newest page, and the same for others; null what nobody else may be shown. Null at all: not a member. */
export async function readNewest(
  reading: Reading,
  query: NewestQuery,
): Promise<{ page: HistoryPage; whole: WholePage | null; asAll: boolean } | null> {
  const rows = await readRows(reading, query);
  const [first] = rows;
  if (!first) return null;
  const whole = wholeOf(rows, first, query.limit);
  const { back, forth } = windowOf(query);
  const stored = rows.filter(isStored);
  const page = whole ? shownAs(whole, stored) : pageOf(rows, first, back, forth);
  return { page, whole, asAll: whole !== null && !stored.some(({ hidden }) => hidden) };
}

function wholeOf(rows: readonly Row[], { since, last_seq: lastSeq, purged_seq }: Row, limit: number): WholePage | null {
  const stored = rows.filter(isStored);
  const shown = stored.slice(-limit);
  const older = stored.at(-limit - 1);
  const from = older ? older.seq : purged_seq + 1;
  if (shown.length === 0 || since === null || since > from) return null;
  const changes = new Map(shown.flatMap(({ seq, changed_seq }) => (changed_seq === null ? [] : [[seq, changed_seq]])));
  return { entries: shown.map(toEntry), changes, lastSeq, from, moreBefore: older !== undefined };
}

/** How somebody stands to a page at hand that they may be shown. */
export interface PageStanding {
  /** What of it they deleted for themselves. */
  readonly hidden: readonly number[];
  /** Of its changed messages, where they were asked for. */
  readonly states: readonly { readonly seq: number; readonly state: unknown }[];
}

/** Null if the page at hand is not what they would be shown. "out": not a member. */
export async function readStanding(
  reading: Reading,
  { conversationId, viewer, statements }: NewestQuery,
  whole: WholePage,
  { withStates }: { withStates: boolean },
): Promise<PageStanding | "out" | null> {
  const changed = withStates ? [...whole.changes.keys()] : [];
  const [row] = await ask(reading, statements.standing, [conversationId, viewer, whole.from, changed]);
  if (!row) return "out";
  if (row.last_seq !== whole.lastSeq || !row.whole) return null;
  return { hidden: row.hidden ?? [], states: row.states ?? [] };
}

/** A page at hand as somebody is shown it who stands to it like that. */
export function shownTo(whole: WholePage, { hidden, states }: PageStanding): HistoryPage {
  return shownAs(whole, [...states, ...hidden.map((seq) => ({ seq, hidden: true, state: null }))]);
}

/** A page with what is told of its messages to one person. */
function shownAs(
  { entries, changes, lastSeq, moreBefore }: WholePage,
  told: readonly { readonly seq: number; readonly hidden?: boolean; readonly state: unknown }[],
): HistoryPage {
  const hidden = new Set(told.filter((one) => one.hidden).map(({ seq }) => seq));
  const states = new Map(told.map(({ seq, state }) => [seq, state]));
  const changed = [...changes].filter(([seq]) => !hidden.has(seq));
  return {
    entries: entries.map((entry) => (hidden.has(entry.seq) ? hiddenEntry(entry) : entry)),
    changed: new Map(changed.map(([seq, changedSeq]) => [seq, { changedSeq, state: states.get(seq) ?? null }])),
    moreBefore,
    moreAfter: false,
    lastSeq,
  };
}

/** A page by the way it goes from its anchor. */
export interface HistoryStatements {
  readonly back: Prepared<Row>;
  readonly forth: Prepared<Row>;
  readonly around: Prepared<Row>;
  readonly standing: Prepared<StandingRow>;
}

/** How somebody stands to a page that is at hand. */
interface StandingRow {
  readonly last_seq: number;
  /** Whether they may see all of the conversation from the page's `from` on, and retention has not come there. */
  readonly whole: boolean;
  /** What of it they deleted for themselves; null nothing. */
  readonly hidden: number[] | null;
  /** Of the changed messages asked for; null where there are none. */
  readonly states: { readonly seq: number; readonly state: unknown }[] | null;
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
    standing: prepare<StandingRow>(`${name}_standing`, standingWith(state)),
  };
}

/** $3 from where on the page needs everything to be seen, $4 its changed messages. */
const standingWith = (state: string) => `
  select c.last_seq, c.purged_seq < $3::bigint and m.visible @> int8range($3::bigint, c.last_seq + 1) as whole,
    (select array_agg(h.seq) from hidden_entries h where h.conversation_id = m.conversation_id
      and h.principal_id = m.principal_id and h.seq >= $3::bigint) as hidden,
    (select json_agg(json_build_object('seq', e.seq, 'state', ${state})) from entries e
      where e.conversation_id = m.conversation_id and e.seq = any($4::bigint[]) and e.recalled_at is null) as states
  from members m join conversations c on c.id = m.conversation_id
  where m.conversation_id = $1 and m.principal_id = $2 and m.present`;

const entriesIn = (range: string) => `
  select found.* from unnest(m.visible) r cross join lateral (
    select ${entryColumnNames}, changed_seq, edited_at, edits from entries
    where conversation_id = m.conversation_id and seq >= lower(r) and (upper(r) is null or seq < upper(r))
      and ($3::boolean or target is null) and ${range}) found`;

const pageWith = (state: string, entries: string) => `
  select lower(m.visible) as first, stay.since, c.last_seq, c.purged_seq, e.seq, e.id, e.ordinal, e.author_id,
    e.client_id, e.body, e.created_at, e.recalled_at, e.recalled_by, e.changed_seq, exists (select from hidden_entries h
      where h.conversation_id = m.conversation_id and h.principal_id = m.principal_id and h.seq = e.seq) as hidden,
    case when e.changed_seq is not null and e.recalled_at is null then ${state} end as state
  from members m join conversations c on c.id = m.conversation_id
  cross join lateral (select max(lower(r)) as since from unnest(m.visible) r) stay
  left join lateral (${entries}) e on true
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
  const all = rows.filter(isStored);
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

function isStored(row: Row): row is Row & StoredRow {
  return row.seq != null;
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
