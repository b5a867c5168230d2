import { sql } from "kysely";
import type { Tx } from "./database.ts";

/** What was stored in one conversation. */
export interface OutboxItem {
  readonly conversationId: string;
  /** Ascending. */
  readonly seqs: readonly number[];
}

/** A claimed row: locked until the transaction that claimed it ends. */
export interface OutboxRow {
  readonly id: number;
  readonly conversation_ids: readonly string[];
  readonly seqs: readonly number[];
  readonly tries: number;
}

/** Adds a row per consumer for entries written in the transaction; it is there if and only if that commits. */
export async function addToOutbox(tx: Tx, consumers: readonly string[], item: OutboxItem): Promise<void> {
  if (consumers.length === 0 || item.seqs.length === 0) return;
  await sql`
    insert into outbox (consumer, conversation_ids, seqs)
    select consumer, array_fill(${item.conversationId}::uuid, array[${item.seqs.length}::integer]),
      ${[...item.seqs]}::bigint[]
    from unnest(${[...consumers]}::text[]) as t (consumer)`.execute(tx.sql);
}

/**
 * The oldest rows that are due and that no other process works on: at most `rows`, and no more of them than hold
 * `entries`. After a flood each holds hundreds, and all that is read takes time away from whoever sends.
 */
export async function claim(
  tx: Tx,
  consumer: string,
  now: Date,
  most: { rows: number; entries: number },
): Promise<OutboxRow[]> {
  const { rows } = await sql<{ id: number; conversations: string; seqs: string; tries: number }>`
    with due as materialized (
      select id, cardinality(seqs) as size from outbox
      where consumer = ${consumer} and parked_at is null and (retry_at is null or retry_at <= ${now}::timestamptz)
      order by id limit ${most.rows} for update skip locked),
    cut as (select id, sum(size) over (order by id) - size as before from due)
    select o.id, array_to_string(o.conversation_ids, ',') as conversations, array_to_string(o.seqs, ',') as seqs, o.tries
    from cut join outbox o on o.id = cut.id where cut.before < ${most.entries} order by o.id`.execute(tx.sql);
  // Texts: reading arrays of the driver costs several times as much.
  return rows.map(({ id, conversations, seqs, tries }) => ({
    ...{ id, tries },
    conversation_ids: conversations.split(","),
    seqs: seqs.split(",").map(Number),
  }));
}

export async function deleteRows(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`delete from outbox where id = any(${[...ids]}::bigint[])`.execute(tx.sql);
}

/** Puts a failed row off; with `parked` it is not tried again. */
export async function putOff(
  tx: Tx,
  row: { id: number; tries: number; retryAt: Date; parkedAt: Date | null; error: string },
): Promise<void> {
  await sql`
    update outbox set tries = ${row.tries}, retry_at = ${row.retryAt}::timestamptz,
      parked_at = ${row.parkedAt}::timestamptz, last_error = ${row.error}
    where id = ${row.id}`.execute(tx.sql);
}

/** Replaces a row by its two halves, so that what spoils it comes to stand alone. */
export async function split(
  tx: Tx,
  consumer: string,
  row: OutboxRow & { retryAt: Date; error: string },
): Promise<void> {
  const middle = row.seqs.length >> 1;
  for (const [from, to] of [
    [0, middle],
    [middle, row.seqs.length],
  ] as const) {
    await sql`
      insert into outbox (consumer, conversation_ids, seqs, tries, retry_at, last_error)
      values (${consumer}, ${row.conversation_ids.slice(from, to)}::uuid[], ${row.seqs.slice(from, to)}::bigint[],
        ${row.tries}, ${row.retryAt}::timestamptz, ${row.error})`.execute(tx.sql);
  }
  await deleteRows(tx, [row.id]);
}

/** Forgets parked rows nobody looked after since `before`. */
export async function deleteParked(tx: Tx, before: Date): Promise<void> {
  await sql`delete from outbox where parked_at < ${before}::timestamptz`.execute(tx.sql);
}
