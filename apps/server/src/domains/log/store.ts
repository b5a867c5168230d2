import {
  type ConversationId,
  type Entry,
  type EntryBody,
  type EntryId,
  type FileId,
  isAct,
  type MessageBody,
  type PrincipalId,
  threadOf,
} from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Draft } from "./types.ts";

/** Stands in `mentions` for everybody. */
export const everybody = "00000000-0000-0000-0000-000000000000";

/** Whom a message calls, each once. */
export function calledBy({ mentions, mentionAll }: MessageBody): string[] {
  return [...new Set<string>(mentionAll ? [...mentions, everybody] : mentions)];
}

/** Files a message carries, each once. */
export function filesOf({ content }: MessageBody): FileId[] {
  switch (content?.type) {
    case "images":
      return [...new Set(content.images.map(({ id }) => id))];
    case "file":
    case "voice":
    case "video":
      return [content.file.id];
    case "link":
      return content.image ? [content.image.id] : [];
    default:
      return [];
  }
}

/** A row of `entries` as SQL gives it. */
export interface EntryRow {
  seq: number;
  id: string;
  ordinal: number;
  author_id: string | null;
  client_id: string | null;
  body: unknown;
  created_at: Date;
  recalled_at: Date | null;
  recalled_by: string | null;
}

/** Columns of an EntryRow, in statements where no other table has them. */
export const entryColumnNames = "seq, id, ordinal, author_id, client_id, body, created_at, recalled_at, recalled_by";
export const entryColumns = sql.raw(entryColumnNames);

/** An entry as everybody who may see it is shown it: a recalled one without its content. */
export function toEntry(row: EntryRow): Entry {
  return {
    id: row.id as EntryId,
    seq: row.seq,
    ordinal: row.ordinal,
    at: row.created_at.toISOString(),
    by: row.author_id as PrincipalId | null,
    clientId: row.client_id as Entry["clientId"],
    body: shownBody(row),
  };
}

function shownBody({ body, recalled_at, recalled_by }: EntryRow): EntryBody {
  if (recalled_at === null) return body as EntryBody;
  const thread = threadOf(body as EntryBody);
  return {
    kind: "recalled",
    recalledBy: recalled_by as PrincipalId,
    at: recalled_at.toISOString(),
    ...(thread === undefined ? {} : { thread }),
  };
}

/** Creates the row that every entry's seq comes from. */
export async function insertConversation(
  tx: Tx,
  row: { id: ConversationId; kind: "direct" | "group"; at: Date },
): Promise<void> {
  await tx.sql.insertInto("conversations").values({ id: row.id, kind: row.kind, last_at: row.at }).execute();
}

/** Numbers of a conversation as of the write that took its row lock. */
export interface Counters {
  lastSeq: number;
  lastOrdinal: number;
}

/**
 * Takes the row lock and moves the counters; from here to the commit nobody else writes to this conversation.
 * `bump` refuses messages judged before; `shown`: how far the newest entry that lists show comes, 0 if none does. Null
 * when there is no such conversation.
 */
export async function advance(
  tx: Tx,
  conversationId: ConversationId,
  by: { entries: number; messages: number; shown: number; bump: boolean; at: Date | null },
): Promise<Counters | null> {
  const { rows } = await sql<{ last_seq: number; last_ordinal: number }>`
    update conversations set
      last_seq = last_seq + ${by.entries}, last_ordinal = last_ordinal + ${by.messages},
      shown_seq = case when ${by.shown} > 0 then last_seq + ${by.shown} else shown_seq end,
      access_version = access_version + ${by.bump ? 1 : 0},
      last_at = greatest(last_at, ${by.at}::timestamptz)
    where id = ${conversationId} returning last_seq, last_ordinal`.execute(tx.sql);
  return rows[0] ? { lastSeq: rows[0].last_seq, lastOrdinal: rows[0].last_ordinal } : null;
}

/** Raises the access version of many conversations, locked in the order of their ids. */
export async function raiseAccess(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  await sql`
    with held as (
      select id from conversations where id = any(${ids}::uuid[]) order by id for no key update
    )
    update conversations c set access_version = access_version + 1 from held where c.id = held.id`.execute(tx.sql);
}

/** Gives drafts their places behind counters already advanced past them. */
export function placeDrafts(drafts: readonly Draft[], counters: Counters, now: Date): Entry[] {
  const messages = drafts.filter(({ body }) => body.kind === "message").length;
  let seq = counters.lastSeq - drafts.length;
  let ordinal = counters.lastOrdinal - messages;
  return drafts.map(({ body, by, at }) => {
    seq += 1;
    if (body.kind === "message") ordinal += 1;
    return { id: newId<EntryId>(), seq, ordinal, at: (at ?? now).toISOString(), by, clientId: null, body };
  });
}

/** Inserts placed entries and the rows of those they mention. */
export async function insertEntries(tx: Tx, conversationId: ConversationId, entries: readonly Entry[]): Promise<void> {
  await sql`
    insert into entries (conversation_id, seq, id, ordinal, author_id, kind, body, created_at)
    select ${conversationId}::uuid, seq, id, ordinal, author_id, kind, body::jsonb, at
    from unnest(${entries.map((e) => e.seq)}::bigint[], ${entries.map((e) => e.id)}::uuid[],
      ${entries.map((e) => e.ordinal)}::bigint[], ${entries.map((e) => e.by)}::uuid[],
      ${entries.map((e) => e.body.kind)}::text[], ${entries.map((e) => JSON.stringify(e.body))}::text[],
      ${entries.map((e) => e.at)}::timestamptz[]) as t (seq, id, ordinal, author_id, kind, body, at)`.execute(tx.sql);
  const mentions = entries.flatMap(({ seq, body }) =>
    body.kind === "message" ? calledBy(body).map((id) => ({ seq, id })) : [],
  );
  if (mentions.length > 0) await insertMentions(tx, conversationId, mentions);
  const files = entries.flatMap(({ seq, body }) =>
    body.kind === "message" ? filesOf(body).map((id) => ({ seq, id })) : [],
  );
  await insertFileUses(tx, conversationId, files);
}

/** Writes down which files a message lets its readers read, so that they are kept as long as it is. */
export async function insertFileUses(
  tx: Tx,
  conversationId: ConversationId,
  files: readonly { seq: number; id: string }[],
): Promise<void> {
  if (files.length === 0) return;
  await sql`
    insert into file_uses (conversation_id, seq, file_id)
    select ${conversationId}::uuid, seq, id
    from unnest(${files.map((f) => f.seq)}::bigint[], ${files.map((f) => f.id)}::uuid[]) as t (seq, id)
    on conflict do nothing`.execute(tx.sql);
}

/** Writes down who was called where. */
export async function insertMentions(
  tx: Tx,
  conversationId: ConversationId,
  mentions: readonly { seq: number; id: string }[],
): Promise<void> {
  await sql`
    insert into mentions (conversation_id, principal_id, seq)
    select ${conversationId}::uuid, id, seq
    from unnest(${mentions.map((m) => m.id)}::uuid[], ${mentions.map((m) => m.seq)}::bigint[]) as t (id, seq)`.execute(
    tx.sql,
  );
}

/** How many of the drafts come up to the last one that lists show; 0 if all are acts. */
export function shownAmong(drafts: readonly Draft[]): number {
  return drafts.findLastIndex(({ body }) => !isAct(body)) + 1;
}

/**
 * Entries by seq, both ends included, acts among them, whoever may see them: for delivery, never for an answer. They come
 * without state: whoever takes them in order counts it on from the acts.
 */
export async function entriesBetween(
  reading: Reading,
  conversationId: ConversationId,
  from: number,
  to: number,
): Promise<Entry[]> {
  const { rows } = await sql<EntryRow>`
    select ${entryColumns} from entries
    where conversation_id = ${conversationId} and seq between ${from} and ${to} order by seq`.execute(reading.sql);
  return rows.map(toEntry);
}
