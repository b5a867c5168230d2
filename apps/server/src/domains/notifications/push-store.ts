import type {
  ConversationId,
  EntryBody,
  NotificationSettings,
  NotifyLevel,
  PrincipalId,
  SessionId,
} from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { OutboxItem } from "../../platform/outbox.ts";

export interface StoredKeys {
  readonly publicKey: Buffer;
  readonly sealedPrivateKey: Buffer;
}

export async function readPushKeys(reading: Reading): Promise<StoredKeys | null> {
  const { rows } = await sql<StoredKeys>`
    select public_key as "publicKey", sealed_private_key as "sealedPrivateKey" from push_keys`.execute(reading.sql);
  return rows[0] ?? null;
}

/** Stores the keys unless another node was first. */
export async function insertPushKeys(tx: Tx, { publicKey, sealedPrivateKey }: StoredKeys): Promise<void> {
  await sql`
    insert into push_keys (public_key, sealed_private_key) values (${publicKey}, ${sealedPrivateKey})
    on conflict do nothing`.execute(tx.sql);
}

export interface Subscription {
  readonly endpoint: string;
  readonly sessionId: SessionId;
  readonly personId: PrincipalId;
  readonly p256dh: Buffer;
  readonly auth: Buffer;
  readonly at: Date;
}

/** The session's one subscription; an endpoint that another session had, on the same browser, is now this one's. */
export async function saveSubscription(tx: Tx, row: Subscription): Promise<void> {
  await deleteSubscriptionOf(tx, row.sessionId);
  await sql`
    insert into push_subscriptions (endpoint, session_id, person_id, p256dh, auth, created_at)
    values (${row.endpoint}, ${row.sessionId}, ${row.personId}, ${row.p256dh}, ${row.auth}, ${row.at})
    on conflict (endpoint) do update set session_id = excluded.session_id, person_id = excluded.person_id,
      p256dh = excluded.p256dh, auth = excluded.auth, created_at = excluded.created_at`.execute(tx.sql);
}

export async function deleteSubscriptionOf(tx: Tx, sessionId: SessionId): Promise<void> {
  await sql`delete from push_subscriptions where session_id = ${sessionId}`.execute(tx.sql);
}

/** The browser takes no pushes any more. */
export async function deleteSubscription(tx: Tx, endpoint: string): Promise<void> {
  await sql`delete from push_subscriptions where endpoint = ${endpoint}`.execute(tx.sql);
}

/** Subscriptions whose session is over go; so do deliveries of long ago. */
export async function sweepPushes(tx: Tx, now: Date, before: Date): Promise<void> {
  await sql`
    delete from push_subscriptions p using sessions s
    where s.id = p.session_id and (s.ended_at is not null or s.expires_at <= ${now})`.execute(tx.sql);
  await sql`delete from push_deliveries where made_at < ${before}`.execute(tx.sql);
}

/** Somebody who could be told of an entry by push, and what decides whether they are. */
export interface Candidate {
  readonly endpoint: string;
  readonly conversationId: string;
  readonly personId: PrincipalId;
  readonly seq: number;
  readonly level: NotifyLevel;
  readonly mention: boolean;
  readonly urgent: boolean;
  readonly settings: Partial<NotificationSettings> | null;
}

/** Whoever has a living session with push and has not read the entries that they may see. */
export async function readCandidates(reading: Reading, items: readonly OutboxItem[], now: Date): Promise<Candidate[]> {
  const { conversations, seqs } = placesOf(items);
  const { rows } = await sql<Candidate>`
    select p.endpoint, e.conversation_id as "conversationId", m.principal_id as "personId", e.seq, n.settings,
      case when not m.notify_muted then 'all' when m.notify_nothing then 'none' else 'mentions' end as level,
      (coalesce((e.body->>'confirm')::boolean, false) or exists (select 1 from mentions q
        where q.conversation_id = e.conversation_id and q.seq = e.seq
          and q.principal_id in (m.principal_id, '00000000-0000-0000-0000-000000000000'))) as mention,
      coalesce((e.body->>'urgent')::boolean, false) as urgent
    from unnest(${conversations}::uuid[], ${seqs}::bigint[]) as t (c, seq)
    join entries e on e.conversation_id = t.c and e.seq = t.seq
    join members m on m.conversation_id = e.conversation_id and m.present and m.visible @> e.seq
    join push_subscriptions p on p.person_id = m.principal_id
    join sessions s on s.id = p.session_id and s.ended_at is null and s.expires_at > ${now}
    left join notification_settings n on n.person_id = m.principal_id
    where e.kind in ('message', 'announced') and e.recalled_at is null
      and m.principal_id is distinct from e.author_id`.execute(reading.sql);
  return rows;
}

/** Every entry of the items as two columns. */
function placesOf(items: readonly OutboxItem[]): { conversations: string[]; seqs: number[] } {
  return {
    conversations: items.flatMap(({ conversationId, seqs }) => seqs.map(() => conversationId)),
    seqs: items.flatMap(({ seqs }) => seqs),
  };
}

export interface NewDelivery {
  readonly endpoint: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly urgent: boolean;
  readonly dueAt: Date;
}

/** Adds deliveries that were not made before. */
export async function insertDeliveries(
  tx: Tx,
  what: { kind: string; at: Date },
  rows: readonly NewDelivery[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into push_deliveries (endpoint, conversation_id, seq, kind, due_at, urgent, made_at)
    select t.endpoint, t.c, t.seq, ${what.kind}, t.due_at, t.urgent, ${what.at}
    from unnest(${rows.map((r) => r.endpoint)}::text[], ${rows.map((r) => r.conversationId)}::uuid[],
      ${rows.map((r) => r.seq)}::bigint[],
      ${rows.map((r) => r.dueAt)}::timestamptz[], ${rows.map((r) => r.urgent)}::boolean[])
      as t (endpoint, c, seq, due_at, urgent)
    join push_subscriptions p on p.endpoint = t.endpoint
    on conflict do nothing`.execute(tx.sql);
}

/** Recalled messages: what is not sent yet never is, and where it was shown it is taken away. */
export async function withdrawDeliveries(tx: Tx, items: readonly OutboxItem[], at: Date): Promise<number> {
  const { conversations, seqs } = placesOf(items);
  const { rows } = await sql<{ count: number }>`
    with recalled as (select e.conversation_id as c, (e.body->>'target')::bigint as seq
      from unnest(${conversations}::uuid[], ${seqs}::bigint[]) as t (c, seq)
      join entries e on e.conversation_id = t.c and e.seq = t.seq where e.kind = 'message_recalled'),
    unsent as (update push_deliveries d set due_at = null from recalled r
      where d.conversation_id = r.c and d.seq = r.seq and d.kind <> 'withdraw'
        and d.due_at is not null and d.tries = 0 returning d.endpoint, d.conversation_id, d.seq),
    added as (insert into push_deliveries (endpoint, conversation_id, seq, kind, due_at, made_at)
      select distinct d.endpoint, d.conversation_id, d.seq, 'withdraw', ${at}::timestamptz, ${at}::timestamptz
      from push_deliveries d join recalled r on r.c = d.conversation_id and r.seq = d.seq
      where d.kind <> 'withdraw' and not exists (select 1 from unsent u
        where u.endpoint = d.endpoint and u.conversation_id = d.conversation_id and u.seq = d.seq)
      on conflict do nothing returning 1)
    select count(*) as count from added`.execute(tx.sql);
  return rows[0]?.count ?? 0;
}

/** A delivery taken in hand. */
export interface Delivery {
  readonly endpoint: string;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly kind: string;
  readonly urgent: boolean;
  readonly tries: number;
}

/** Takes due deliveries in hand until `leaseUntil`: if this process dies, another one tries again then. */
export async function claimDeliveries(
  tx: Tx,
  now: Date,
  { leaseUntil, limit }: { leaseUntil: Date; limit: number },
): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    with due as (select endpoint, conversation_id, seq, kind from push_deliveries
      where due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    update push_deliveries d set due_at = ${leaseUntil}, tries = tries + 1 from due
    where d.endpoint = due.endpoint and d.conversation_id = due.conversation_id and d.seq = due.seq
      and d.kind = due.kind
    returning d.endpoint, d.conversation_id as "conversationId", d.seq, d.kind, d.urgent, d.tries`.execute(tx.sql);
  return rows;
}

/** Puts a delivery off, or (null) ends it. */
export async function postpone(tx: Tx, { endpoint, conversationId, seq, kind }: Delivery, until: Date | null) {
  await sql`
    update push_deliveries set due_at = ${until}
    where endpoint = ${endpoint} and conversation_id = ${conversationId} and seq = ${seq}
      and kind = ${kind}`.execute(tx.sql);
}

/** What a push says and to whom, as of now. */
export interface PushContext {
  readonly personId: PrincipalId;
  readonly p256dh: Buffer;
  readonly auth: Buffer;
  readonly body: EntryBody;
  readonly at: Date;
  readonly author: string;
  /** Null in direct talk. */
  readonly group: string | null;
  /** Recalled, or deleted by the person for themselves. */
  readonly gone: boolean;
  readonly read: boolean;
  readonly confirmed: boolean;
  readonly settings: Partial<NotificationSettings> | null;
  /** Unread messages in all, without muted conversations. */
  readonly unread: number;
  /** Read marks of the conversations that this browser was told of lately and that were read since, the latest few. */
  readonly readElsewhere: Readonly<Record<ConversationId, number>>;
}

/** A push holds 4096 bytes; so many read marks are 900 of them. */
const readElsewhereAtMost = 20;

/** Null when the session is over, or the person may not see the entry any more. */
export async function readPushContext(
  reading: Reading,
  { endpoint, conversationId, seq }: Delivery,
  now: Date,
): Promise<PushContext | null> {
  const { rows } = await sql<PushContext>`
    select p.person_id as "personId", p.p256dh, p.auth, e.body, e.created_at as at, coalesce(a.name, '') as author,
      g.name as "group", m.read_seq >= e.seq as read, n.settings,
      (e.recalled_at is not null or exists (select 1 from hidden_entries h where h.conversation_id = e.conversation_id
        and h.principal_id = m.principal_id and h.seq = e.seq)) as gone,
      exists (select 1 from confirmations c where c.conversation_id = e.conversation_id and c.seq = e.seq
        and c.principal_id = m.principal_id) as confirmed,
      (select coalesce(sum(greatest(0, c.last_ordinal - o.read_ordinal)), 0)::integer
        from members o join conversations c on c.id = o.conversation_id
        where o.principal_id = p.person_id and o.present and not o.notify_muted) as unread,
      (select coalesce(jsonb_object_agg(r.c, r.seq), '{}') from (
        select d.conversation_id as c, max(o.read_seq) as seq from push_deliveries d
        join members o on o.conversation_id = d.conversation_id and o.principal_id = p.person_id
        where d.endpoint = p.endpoint and d.due_at is null and d.seq <= o.read_seq
        group by 1 order by max(d.made_at) desc limit ${readElsewhereAtMost}) r) as "readElsewhere"
    from push_subscriptions p
    join sessions s on s.id = p.session_id and s.ended_at is null and s.expires_at > ${now}
    join people h on h.id = p.person_id and h.status = 'active'
    join members m on m.principal_id = p.person_id and m.conversation_id = ${conversationId} and m.present
    join entries e on e.conversation_id = m.conversation_id and e.seq = ${seq} and m.visible @> e.seq
    left join people a on a.id = e.author_id
    left join groups g on g.id = m.conversation_id
    left join notification_settings n on n.person_id = p.person_id
    where p.endpoint = ${endpoint}`.execute(reading.sql);
  return rows[0] ?? null;
}
