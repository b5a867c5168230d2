import type { ConversationId, KeptType, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { type EntryRow, toEntry } from "../log/index.ts";

interface Row extends EntryRow {
  favourite_id: string;
  conversation_id: ConversationId;
  added_at: Date;
}

/** Which page of somebody's favourites; `after` is the id of the last one before it. */
export interface FavouritesQuery {
  readonly type: KeptType | null;
  readonly text: string | null;
  readonly after: string | null;
  readonly limit: number;
}

export async function insertFavourites(
  tx: Tx,
  row: { conversationId: ConversationId; personId: PrincipalId; seqs: readonly number[]; at: Date },
): Promise<void> {
  const { conversationId, personId, seqs, at } = row;
  const values = seqs.map((seq) => ({
    conversation_id: conversationId,
    person_id: personId,
    seq,
    id: newId<string>(),
    added_at: at,
  }));
  await tx.sql
    .insertInto("favourites")
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteFavourites(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  seqs: readonly number[],
): Promise<void> {
  await tx.sql
    .deleteFrom("favourites")
    .where("conversation_id", "=", conversationId)
    .where("person_id", "=", personId)
    .where("seq", "in", seqs)
    .execute();
}

export async function countFavourites(reading: Reading, personId: PrincipalId): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from favourites where person_id = ${personId}`.execute(reading.sql);
  return rows[0]?.n ?? 0;
}

/** What the types of favourites are called in messages; everything else is `other`. */
const named: readonly KeptType[] = ["text", "images", "file", "voice", "video", "link", "location", "merged"];

/** A page of the favourites whose messages their person may still see, and what they say now. */
export async function readFavourites(reading: Reading, personId: PrincipalId, query: FavouritesQuery) {
  const { type, text, after, limit } = query;
  const { rows } = await sql<Row>`
    select f.id as favourite_id, f.conversation_id, f.added_at, e.seq, e.id, e.ordinal, e.author_id, e.client_id, e.body,
      e.created_at, e.recalled_at, e.recalled_by
    from favourites f
    join members m on m.conversation_id = f.conversation_id and m.principal_id = f.person_id and m.present
      and m.visible @> f.seq
    join entries e on e.conversation_id = f.conversation_id and e.seq = f.seq and e.kind = 'message'
      and e.recalled_at is null
    cross join lateral (select case when e.body #>> '{content,type}' is null or e.body #>> '{content,type}' = 'markdown'
      then 'text' else e.body #>> '{content,type}' end as type) t
    where f.person_id = ${personId} and (${after}::uuid is null or f.id < ${after})
      and (${type}::text is null or t.type = ${type} or ${type} = 'other' and t.type <> all(${named}::text[]))
      and (${text}::text is null or position(lower(${text}) in lower(concat_ws(' ', e.body ->> 'text',
        ${sql.join(searched.map((path) => sql`e.body #>> ${path}::text[]`))}))) > 0)
      and not exists (select 1 from hidden_entries h
        where h.conversation_id = f.conversation_id and h.principal_id = f.person_id and h.seq = f.seq)
    order by f.id desc limit ${limit}`.execute(reading.sql);
  return rows.map((row) => ({
    id: row.favourite_id,
    favourite: { conversationId: row.conversation_id, entry: toEntry(row), addedAt: row.added_at.toISOString() },
  }));
}

/** Where contents say something in words. */
const searched = [
  ["content", "title"],
  ["content", "summary"],
  ["content", "file", "name"],
  ["content", "name"],
  ["content", "address"],
  ["content", "question"],
].map((path) => `{${path.join(",")}}`);
