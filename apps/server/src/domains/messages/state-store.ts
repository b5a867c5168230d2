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
import { type EntryRow, toEntry } from "../log/index.ts";

/** What the tables of acts tell of one entry; times in milliseconds since 1970. */
interface StateRow extends EntryRow {
  last_seq: number;
  changed_seq: number | null;
  hidden: boolean;
  edited_at: Date | null;
  edits: number;
  reactions: { emoji: string; count: number; mine: boolean }[] | null;
  pinned: { by: PrincipalId; at: number } | null;
  thread: { count: number; at: number } | null;
  votes: { options: number[]; mine: boolean }[] | null;
  closed: boolean;
  chain: { by: PrincipalId; text: string; at: number }[] | null;
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
  const found = rows.filter((row): row is StateRow => row.seq != null);
  return { entries: found.map(toStatedEntry), lastSeq: first.last_seq };
}

const statedEntries = prepare<Partial<StateRow> & Pick<StateRow, "last_seq">>(
  "entries_stated",
  `select c.last_seq, e.seq, e.id, e.ordinal, e.author_id, e.client_id, e.body, e.created_at, e.recalled_at, e.recalled_by,
    e.changed_seq, e.edited_at, e.edits,
    exists (select from hidden_entries h where h.conversation_id = e.conversation_id
      and h.principal_id = m.principal_id and h.seq = e.seq) as hidden,
    (select json_agg(json_build_object('emoji', r.emoji, 'count', r.count, 'mine', r.mine) order by r.since) from (
      select emoji, count(*) as count, bool_or(principal_id = m.principal_id) as mine, min(since) as since
      from reactions where conversation_id = e.conversation_id and seq = e.seq group by emoji) r) as reactions,
    (select json_build_object('by', by, 'at', round(extract(epoch from at) * 1000)) from pins
      where conversation_id = e.conversation_id and seq = e.seq) as pinned,
    (select json_build_object('count', count(*),
        'at', round(extract(epoch from (array_agg(t.created_at order by t.seq desc))[1]) * 1000)) from entries t
      where t.conversation_id = e.conversation_id and t.thread = e.seq having count(*) > 0) as thread,
    (select json_agg(json_build_object('options', options, 'mine', principal_id = m.principal_id)) from poll_votes
      where conversation_id = e.conversation_id and seq = e.seq) as votes,
    exists (select from poll_closings where conversation_id = e.conversation_id and seq = e.seq) as closed,
    (select json_agg(json_build_object('by', principal_id, 'text', text,
        'at', round(extract(epoch from at) * 1000)) order by since) from chain_lines
      where conversation_id = e.conversation_id and seq = e.seq) as chain
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

function toStatedEntry(row: StateRow): Entry {
  const entry = toEntry(row);
  if (row.hidden) return hiddenEntry(entry);
  const state = stateOf(row, entry.body);
  return {
    ...entry,
    ...(state ? { state } : {}),
    ...(row.changed_seq === null ? {} : { changedSeq: row.changed_seq }),
  };
}

function stateOf(row: StateRow, body: EntryBody): MessageState | null {
  if (body.kind !== "message") return null;
  const { edited_at, edits, reactions, pinned, thread, votes, closed, chain } = row;
  const state: MessageState = {
    ...(edited_at ? { edited: { at: edited_at.toISOString(), times: edits } } : {}),
    ...(reactions ? { reactions } : {}),
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
