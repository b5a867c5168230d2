import type { MessageBody } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { Message } from "./document.ts";
import type { Place, Position } from "./generation-store.ts";

/** A message as the log holds it now. */
export interface Current extends Message {
  /** Recalled: nobody finds it any more. */
  readonly gone: boolean;
  /** It was there before and something happened to it. */
  readonly changed: boolean;
  readonly position: Position;
}

interface Row {
  conversation_id: string;
  seq: number;
  author_id: string;
  created_at: Date;
  at_text: string;
  body: MessageBody;
  lines: string[] | null;
  gone: boolean;
  changed: boolean;
}

const columns = sql`e.conversation_id, e.seq, e.author_id, e.created_at, e.created_at::text as at_text, e.body,
  e.recalled_at is not null as gone,
  case when e.body -> 'content' ->> 'type' = 'chain' then (select array_agg(l.text order by l.since)
    from chain_lines l where l.conversation_id = e.conversation_id and l.seq = e.seq) end as lines`;

/** The messages that stand at these places or were changed by the acts that do. */
export async function readMessages(tx: Tx, places: readonly Place[]): Promise<Current[]> {
  const { rows } = await sql<Row>`
    with named as (
      select o.conversation_id, coalesce(o.target, o.seq) as seq, bool_or(o.target is not null) as changed
      from unnest(${places.map(({ conversationId }) => conversationId)}::uuid[],
        ${places.map(({ seq }) => seq)}::bigint[]) as t (conversation_id, seq)
      join entries o on o.conversation_id = t.conversation_id and o.seq = t.seq
      where o.kind in ('message', 'message_edited', 'message_recalled', 'chain_joined') group by 1, 2)
    select ${columns}, n.changed
    from named n join entries e on e.conversation_id = n.conversation_id and e.seq = n.seq
    where e.kind = 'message' and e.author_id is not null`.execute(tx.sql);
  return rows.map(toCurrent);
}

/** The next messages of the log in the order of time, recalled ones too. */
export async function readInOrder(tx: Tx, after: Position | null, limit: number): Promise<Current[]> {
  const from = after
    ? sql`(e.created_at, e.conversation_id, e.seq) > (${after.at}::timestamptz, ${after.conversationId}::uuid,
        ${after.seq}::bigint)`
    : sql`true`;
  const { rows } = await sql<Row>`
    select ${columns}, false as changed from entries e
    where e.kind = 'message' and ${from}
    order by e.created_at, e.conversation_id, e.seq limit ${limit}`.execute(tx.sql);
  return rows.map(toCurrent);
}

export async function countMessages({ sql: reading }: Reading): Promise<number> {
  const row = await reading
    .selectFrom("conversations")
    .select(({ fn }) => fn.sum<number>("last_ordinal").as("messages"))
    .executeTakeFirst();
  return Number(row?.messages ?? 0);
}

const order = "entries_in_order";

/** An index by time on the log, while the search is built anew; made without holding up writers. */
export async function openOrder({ sql: reading }: Reading): Promise<void> {
  const { rows } = await sql<{ valid: boolean }>`
    select i.indisvalid as valid from pg_index i where i.indexrelid = to_regclass(${order})`.execute(reading);
  if (rows[0]?.valid) return;
  // One whose making was interrupted is of no use.
  await closeOrder({ sql: reading });
  const columns = "created_at, conversation_id, seq";
  await sql.raw(`create index concurrently ${order} on entries (${columns}) where kind = 'message'`).execute(reading);
}

export async function closeOrder({ sql: reading }: Reading): Promise<void> {
  await sql.raw(`drop index concurrently if exists ${order}`).execute(reading);
}

function toCurrent(row: Row): Current {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    by: row.author_id,
    at: row.created_at,
    body: row.body,
    lines: row.lines ?? [],
    gone: row.gone,
    changed: row.changed,
    position: { at: row.at_text, conversationId: row.conversation_id, seq: row.seq },
  };
}
