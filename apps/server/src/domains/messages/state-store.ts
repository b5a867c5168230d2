import {
  type ClientMessageId,
  type ConversationId,
  type Entry,
  type EntryBody,
  type EntryId,
  hiddenEntry,
  type MessageState,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import {
  type ConversationLog,
  type EntryRow,
  type HistoryPage,
  type HistoryQuery,
  prepareHistory,
  type Telling,
  type ToldPage,
  toEntry,
} from "../log/index.ts";

/** What the tables of acts tell of one message; times in milliseconds since 1970. */
interface StoredState {
  edited: { at: number; times: number } | null;
  /** `by`: some of them. */
  reactions: { emoji: string; count: number; mine: boolean; by: PrincipalId[] }[] | null;
  pinned: { by: PrincipalId; at: number } | null;
  thread: { count: number; at: number } | null;
  votes: { options: number[]; mine: boolean; by: PrincipalId }[] | null;
  closed: boolean;
  chain: { by: PrincipalId; text: string; at: number }[] | null;
}

interface StatedRow extends EntryRow {
  last_seq: number;
  changed_seq: number | null;
  hidden: boolean;
  state: StoredState | null;
}

const ms = (time: string) => `round(extract(epoch from ${time}) * 1000)`;
const ofEntry = "conversation_id = m.conversation_id and seq = e.seq";

/** So many of those who reacted in the same way are named. */
const namedParties = 32;

/** A StoredState of the entry `e` as the member `m` may see it. */
const stateText = `json_build_object(
  'edited', case when e.edited_at is not null then json_build_object('at', ${ms("e.edited_at")}, 'times', e.edits) end,
  'reactions', (select json_agg(json_build_object('emoji', r.emoji, 'count', r.count, 'mine', r.mine, 'by', r.by) order by r.since)
    from (select emoji, count(*) as count, bool_or(principal_id = m.principal_id) as mine, min(since) as since,
      (array_agg(principal_id))[1:${namedParties}] as by from reactions where ${ofEntry} group by emoji) r),
  'pinned', (select json_build_object('by', by, 'at', ${ms("at")}) from pins where ${ofEntry}),
  'thread', (select json_build_object('count', count(*), 'at', ${ms("(array_agg(t.created_at order by t.seq desc))[1]")}) from entries t
    where t.conversation_id = m.conversation_id and t.thread = e.seq having count(*) > 0),
  'votes', (select json_agg(json_build_object('options', options, 'mine', principal_id = m.principal_id,
    'by', principal_id)) from poll_votes where ${ofEntry}),
  'closed', exists (select from poll_closings where ${ofEntry}),
  'chain', (select json_agg(json_build_object('by', principal_id, 'text', text, 'at', ${ms("at")}) order by since)
    from chain_lines where ${ofEntry}))`;

const historyStatements = prepareHistory("history_stated", stateText);

/** A page of the log with the state of its messages, as the viewer may see them; null when they are not in it. */
export async function readPage(
  log: Pick<ConversationLog, "history" | "newestPage">,
  reading: Reading,
  query: HistoryQuery,
): Promise<ToldPage | null> {
  const stated = { ...query, statements: historyStatements };
  if (isNewest(query)) return log.newestPage({ ...stated, telling });
  const page = await log.history(reading, stated);
  return page && withStates(page);
}

const telling: Telling = { tell: withStates, partiesOf };

/** Null if they are not all named. */
function partiesOf(state: unknown): readonly string[] | null {
  const { reactions, votes } = (state ?? {}) as Partial<StoredState>;
  if (reactions?.some(({ count, by }) => count > by.length)) return null;
  return [...(reactions ?? []).flatMap(({ by }) => by), ...(votes ?? []).map(({ by }) => by)];
}

function isNewest({ before, after, around }: HistoryQuery): boolean {
  return before === undefined && after === undefined && around === undefined;
}

function withStates(page: HistoryPage): ToldPage {
  const { changed, entries, ...rest } = page;
  const stated = entries.map((entry) => {
    const change = changed.get(entry.seq);
    return change ? withState(entry, change.state as StoredState | null, change.changedSeq) : entry;
  });
  return { ...rest, entries: stated };
}

/**
 * Entries by seq as the viewer may see them now, ascending, acts left out. Each entry, its state and the seq of its
 * newest change come from one statement: so whoever gets it knows which acts are in it.
 */
export async function readEntries(
  reading: Reading,
  conversationId: ConversationId,
  viewer: PrincipalId,
  seqs: readonly number[],
): Promise<Entry[]> {
  return (await readEntriesNow(reading, conversationId, viewer, seqs))?.entries ?? [];
}

/** The same, and how far the conversation was at that moment; null when the viewer is not in it. */
export async function readEntriesNow(
  reading: Reading,
  conversationId: ConversationId,
  viewer: PrincipalId,
  seqs: readonly number[],
): Promise<{ entries: Entry[]; lastSeq: number } | null> {
  const rows = await ask(reading, statedEntries, [conversationId, viewer, seqs]);
  const [first] = rows;
  if (!first) return null;
  const found = rows.filter((row): row is StatedRow => row.seq != null);
  return { entries: found.map(toStatedEntry), lastSeq: first.last_seq };
}

const statedEntries = prepare<Partial<StatedRow> & Pick<StatedRow, "last_seq">>(
  "entries_stated",
  `select c.last_seq, e.seq, e.id, e.ordinal, e.author_id, e.client_id, e.body, e.created_at, e.recalled_at, e.recalled_by,
    e.changed_seq, exists (select from hidden_entries h where h.conversation_id = e.conversation_id
      and h.principal_id = m.principal_id and h.seq = e.seq) as hidden,
    case when e.seq is not null and e.recalled_at is null then ${stateText} end as state
  from conversations c join members m on m.conversation_id = c.id and m.principal_id = $2 and m.present
  left join entries e on e.conversation_id = c.id and e.seq = any($3::bigint[]) and m.visible @> e.seq
    and e.target is null
  where c.id = $1
  order by e.seq`,
);

/** Where a message of that retry key is stored; null when it is not. */
export async function readSent(
  reading: Reading,
  { conversationId, by, clientId }: { conversationId: ConversationId; by: PrincipalId; clientId: ClientMessageId },
): Promise<{ id: EntryId; seq: number; ordinal: number; at: string } | null> {
  const row = await reading.sql
    .selectFrom("entries")
    .select(["id", "seq", "ordinal", "created_at"])
    .where("conversation_id", "=", conversationId)
    .where("author_id", "=", by)
    .where("client_id", "=", clientId)
    .executeTakeFirst();
  if (!row) return null;
  return { id: row.id as EntryId, seq: row.seq, ordinal: row.ordinal, at: row.created_at.toISOString() };
}

function toStatedEntry(row: StatedRow): Entry {
  const entry = toEntry(row);
  return row.hidden ? hiddenEntry(entry) : withState(entry, row.state, row.changed_seq);
}

function withState(entry: Entry, stored: StoredState | null, changedSeq: number | null): Entry {
  const state = stored && stateOf(stored, entry.body);
  return { ...entry, ...(state ? { state } : {}), ...(changedSeq === null ? {} : { changedSeq }) };
}

function stateOf(stored: StoredState, body: EntryBody): MessageState | null {
  if (body.kind !== "message") return null;
  const { edited, reactions, pinned, thread, votes, closed, chain } = stored;
  const state: MessageState = {
    ...(edited ? { edited: { ...edited, at: isoOf(edited.at) } } : {}),
    ...(reactions ? { reactions: reactions.map(({ by: _, ...reaction }) => reaction) } : {}),
    ...(pinned ? { pinned: { by: pinned.by, at: isoOf(pinned.at) } } : {}),
    ...(thread ? { thread: { count: thread.count, lastAt: isoOf(thread.at) } } : {}),
    ...(body.content?.type === "poll" && (votes || closed)
      ? { poll: pollOf(votes ?? [], closed, body.content.options.length) }
      : {}),
    ...(chain ? { chain: chain.map((line) => ({ ...line, at: isoOf(line.at) })) } : {}),
  };
  return Object.keys(state).length > 0 ? state : null;
}

function pollOf(
  votes: readonly { options: number[]; mine: boolean }[],
  closed: boolean,
  options: number,
): NonNullable<MessageState["poll"]> {
  const counts = new Array<number>(options).fill(0);
  for (const vote of votes) for (const option of vote.options) counts[option] = (counts[option] ?? 0) + 1;
  return { counts, voters: votes.length, mine: votes.find(({ mine }) => mine)?.options ?? [], closed };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
