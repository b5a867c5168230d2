import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { IndexRow } from "./document.ts";
import type { Bucket, Place } from "./generation-store.ts";

/** Where a message stands in the index. */
export interface Indexed extends Place {
  readonly n: number;
}

/**
 * Which of the places are in these buckets already. Each is looked up in the index (limit 1): joined as sets, a bucket
 * that grew since it was last counted would be read whole for every round.
 */
export async function findIndexed(
  reading: Reading,
  buckets: readonly Pick<Bucket, "first" | "end">[],
  places: readonly Place[],
): Promise<Indexed[]> {
  const found: Indexed[] = [];
  for (const { first, end } of buckets) {
    const { rows } = await sql<{ n: number; conversation_id: string; seq: number }>`
      select s.n, t.conversation_id, t.seq
      from unnest(${places.map(({ conversationId }) => conversationId)}::uuid[],
        ${places.map(({ seq }) => seq)}::bigint[]) as t (conversation_id, seq)
      cross join lateral (select n from search_messages
        where conversation_id = t.conversation_id and seq = t.seq and n >= ${first}::bigint and n < ${end}::bigint
        limit 1) s`.execute(reading.sql);
    found.push(...rows.map(({ n, conversation_id, seq }) => ({ n, conversationId: conversation_id, seq })));
  }
  return found;
}

/** Inserts rows under growing numbers from `first` on. */
export async function insertRows(tx: Tx, first: number, rows: readonly IndexRow[]): Promise<void> {
  await sql`
    insert into search_messages (n, conversation_id, seq, author_id, at, type, has_file, text, file_names, tokens)
    select ${first}::bigint + ord - 1, c, seq, by, at, type, has_file, text, file_names,
      array_to_tsvector(string_to_array(tokens, ' '))
    from ${arraysOf(rows)} with ordinality
      as t (c, seq, by, at, type, has_file, text, file_names, tokens, ord)`.execute(tx.sql);
}

/** Puts what messages say now in the place of what they said; they keep their numbers. */
export async function updateRows(tx: Tx, changes: readonly { n: number; row: IndexRow }[]): Promise<void> {
  for (const { n, row } of changes) {
    await sql`
      update search_messages set type = ${row.type}, has_file = ${row.hasFile}, text = ${row.text},
        file_names = ${row.fileNames}, tokens = array_to_tsvector(string_to_array(${row.tokens.join(" ")}, ' '))
      where n = ${n}::bigint`.execute(tx.sql);
  }
}

export async function deleteRows(tx: Tx, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await sql`delete from search_messages where n = any(${[...numbers]}::bigint[])`.execute(tx.sql);
}

/** Deletes what the index holds of a conversation below a seq, in every generation. */
export async function deleteBelow(tx: Tx, conversationId: string, seq: number): Promise<void> {
  await tx.sql
    .deleteFrom("search_messages")
    .where("conversation_id", "=", conversationId)
    .where("seq", "<", seq)
    .execute();
}

function arraysOf(rows: readonly IndexRow[]) {
  return sql`unnest(${rows.map((row) => row.conversationId)}::uuid[], ${rows.map((row) => row.seq)}::bigint[],
    ${rows.map((row) => row.by)}::uuid[], ${rows.map((row) => row.at)}::timestamptz[],
    ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.hasFile)}::boolean[],
    ${rows.map((row) => row.text)}::text[], ${rows.map((row) => row.fileNames)}::text[],
    ${rows.map((row) => row.tokens.join(" "))}::text[])`;
}
