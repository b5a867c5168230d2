import type { ConversationId, PrincipalId, ReminderHours } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { OutboxItem } from "../../platform/outbox.ts";

/** A message whose readers are asked to confirm it. */
export interface ConfirmRequest {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly authorId: PrincipalId;
  readonly askedAt: Date;
  readonly everyHours: ReminderHours;
  readonly nextAt: Date | null;
  readonly nudgedAt: Date | null;
}

const columns = sql`conversation_id as "conversationId", seq, author_id as "authorId", asked_at as "askedAt",
  every_hours as "everyHours", next_at as "nextAt", nudged_at as "nudgedAt"`;

export async function readRequest(
  reading: Reading,
  conversationId: ConversationId,
  seq: number,
): Promise<ConfirmRequest | null> {
  const { rows } = await sql<ConfirmRequest>`
    select ${columns} from confirm_requests
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(reading.sql);
  return rows[0] ?? null;
}

/** Takes the request's row for a change. */
export async function lockRequest(tx: Tx, conversationId: ConversationId, seq: number): Promise<ConfirmRequest | null> {
  const { rows } = await sql<ConfirmRequest>`
    select ${columns} from confirm_requests
    where conversation_id = ${conversationId} and seq = ${seq} for update`.execute(tx.sql);
  return rows[0] ?? null;
}

/** Adds requests that are not there yet. */
export async function insertRequests(tx: Tx, requests: readonly Omit<ConfirmRequest, "nudgedAt">[]): Promise<void> {
  for (const { conversationId, seq, authorId, askedAt, everyHours, nextAt } of requests) {
    await sql`
      insert into confirm_requests (conversation_id, seq, author_id, asked_at, every_hours, next_at)
      values (${conversationId}, ${seq}, ${authorId}, ${askedAt}, ${everyHours}, ${nextAt})
      on conflict do nothing`.execute(tx.sql);
  }
}

export async function saveReminders(
  tx: Tx,
  { conversationId, seq, everyHours, nextAt }: Pick<ConfirmRequest, "conversationId" | "seq" | "everyHours" | "nextAt">,
): Promise<void> {
  await sql`
    update confirm_requests set every_hours = ${everyHours}, next_at = ${nextAt}
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
}

export async function saveNudge(tx: Tx, conversationId: ConversationId, seq: number, at: Date): Promise<void> {
  await sql`
    update confirm_requests set nudged_at = ${at}
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
}

/** Requests whose reminder is due, locked; those another process works on are left to it. */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<ConfirmRequest[]> {
  const { rows } = await sql<ConfirmRequest>`
    select ${columns} from confirm_requests where next_at <= ${now}
    order by next_at limit ${limit} for update skip locked`.execute(tx.sql);
  return rows;
}

/** An entry that asks to be confirmed. */
interface Asking {
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly authorId: PrincipalId;
  readonly at: Date;
  readonly everyHours: ReminderHours | null;
}

/** Entries among the given ones that ask to be confirmed. */
export async function readAsking(reading: Reading, items: readonly OutboxItem[]): Promise<Asking[]> {
  const conversations = items.flatMap(({ conversationId, seqs }) => seqs.map(() => conversationId));
  const seqs = items.flatMap((item) => item.seqs);
  const { rows } = await sql<Asking>`
    select e.conversation_id as "conversationId", e.seq, e.author_id as "authorId", e.created_at as at,
      (e.body->>'remindHours')::integer as "everyHours"
    from unnest(${conversations}::uuid[], ${seqs}::bigint[]) as t (c, seq)
    join entries e on e.conversation_id = t.c and e.seq = t.seq
    where e.kind in ('message', 'announced') and e.author_id is not null
      and (e.body->>'confirm')::boolean and e.recalled_at is null`.execute(reading.sql);
  return rows;
}

/** Whether somebody is asked to confirm that entry: it is visible to them, asks for it and is not their own. */
export async function isAsked(
  reading: Reading,
  conversationId: ConversationId,
  seq: number,
  personId: PrincipalId,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from entries e join members m on m.conversation_id = e.conversation_id and m.principal_id = ${personId}
    where e.conversation_id = ${conversationId} and e.seq = ${seq} and m.present and m.visible @> e.seq
      and e.kind in ('message', 'announced') and e.author_id is distinct from ${personId}
      and (e.body->>'confirm')::boolean and e.recalled_at is null`.execute(reading.sql);
  return rows.length > 0;
}

/** Those of the seqs that the person has confirmed. */
export async function readConfirmed(
  reading: Reading,
  conversationId: ConversationId,
  personId: PrincipalId,
  seqs: readonly number[],
): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    select seq from confirmations where conversation_id = ${conversationId} and principal_id = ${personId}
      and seq = any(${[...seqs]}::bigint[]) order by seq`.execute(reading.sql);
  return rows.map(({ seq }) => seq);
}

/** Stores a confirmation; answers when it was first given. */
export async function insertConfirmation(
  tx: Tx,
  conversationId: ConversationId,
  seq: number,
  { personId, at }: { personId: PrincipalId; at: Date },
): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    with new as (insert into confirmations (conversation_id, seq, principal_id, at)
      values (${conversationId}, ${seq}, ${personId}, ${at}) on conflict do nothing returning at)
    select at from new union all
    select at from confirmations
    where conversation_id = ${conversationId} and seq = ${seq} and principal_id = ${personId}`.execute(tx.sql);
  return rows[0]?.at ?? at;
}

/** Who could see the entry and has not confirmed it, its author left out; nobody when it is recalled or purged. */
export async function readUnconfirmed(
  reading: Reading,
  { conversationId, seq, authorId }: Pick<ConfirmRequest, "conversationId" | "seq" | "authorId">,
): Promise<PrincipalId[]> {
  const { rows } = await sql<{ id: PrincipalId }>`
    select m.principal_id as id from entries e join members m on m.conversation_id = e.conversation_id
    where e.conversation_id = ${conversationId} and e.seq = ${seq} and e.recalled_at is null
      and m.present and m.visible @> e.seq and m.principal_id <> ${authorId}
      and not exists (select 1 from confirmations c where c.conversation_id = m.conversation_id
        and c.seq = ${seq} and c.principal_id = m.principal_id)`.execute(reading.sql);
  return rows.map(({ id }) => id);
}

/** Every reader of an entry with what they did, for the export: name, state and when it was confirmed. */
export async function readExport(
  reading: Reading,
  { conversationId, seq, author }: { conversationId: ConversationId; seq: number; author: PrincipalId | null },
): Promise<{ name: string; account: string | null; state: "unread" | "read" | "confirmed"; at: Date | null }[]> {
  const { rows } = await sql<{
    name: string;
    account: string | null;
    state: "unread" | "read" | "confirmed";
    at: Date | null;
  }>`
    select p.name, p.account, c.at, case when c.principal_id is not null then 'confirmed'
      when m.read_seq >= ${seq} then 'read' else 'unread' end as state
    from members m join people p on p.id = m.principal_id left join confirmations c
      on c.conversation_id = m.conversation_id and c.seq = ${seq} and c.principal_id = m.principal_id
    where m.conversation_id = ${conversationId} and m.present and m.visible @> ${seq}::bigint
      and m.principal_id is distinct from ${author}
    order by state, p.name, p.id`.execute(reading.sql);
  return rows;
}

/** Counts one more thing asked of others today, unless that message was counted already; answers how many there are. */
export async function countAsk(
  tx: Tx,
  ask: { personId: PrincipalId; day: string; kind: "confirm" | "urgent"; clientId: string },
): Promise<number> {
  await sql`
    insert into asks (principal_id, day, kind, client_id)
    values (${ask.personId}, ${ask.day}, ${ask.kind}, ${ask.clientId}) on conflict do nothing`.execute(tx.sql);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from asks
    where principal_id = ${ask.personId} and day = ${ask.day} and kind = ${ask.kind}`.execute(tx.sql);
  return rows[0]?.count ?? 0;
}

/** Forgets what was asked on days before. */
export async function deleteAsks(tx: Tx, before: string): Promise<void> {
  await sql`delete from asks where day < ${before}`.execute(tx.sql);
}
