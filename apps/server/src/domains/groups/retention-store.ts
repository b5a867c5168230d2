import type { ConversationId, GroupType } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** A group that keeps messages for a time only, and since when the oldest is there. */
export interface KeptGroup {
  readonly id: ConversationId;
  readonly type: GroupType;
  readonly name: string;
  readonly days: number;
}

/** Days as the policy and a group's own setting say: null where messages are kept for ever. */
export interface PolicyDays {
  readonly normalDays: number | null;
  readonly customerDays: number | null;
}

const effectiveDays = ({ normalDays, customerDays }: PolicyDays) => sql<number | null>`
  case when g.type = 'all_staff' then null
    when g.retention_days is not null then nullif(g.retention_days, 0)
    when g.type = 'customer' then ${customerDays}::integer else ${normalDays}::integer end`;

/** Groups whose oldest entry is older than they keep it, after `afterId` in the order of ids. */
export async function overdueGroups(
  reading: Reading,
  policy: PolicyDays,
  { now, afterId, limit }: { now: Date; afterId: string; limit: number },
): Promise<KeptGroup[]> {
  const { rows } = await sql<KeptGroup>`
    select k.id, k.type, k.name, k.days from (
      select g.id, g.type, g.name, ${effectiveDays(policy)} as days from groups g where g.id > ${afterId}) k
    cross join lateral (select created_at from entries where conversation_id = k.id order by seq limit 1) e
    where k.days is not null and e.created_at < ${now}::timestamptz - make_interval(days => k.days)
    order by k.id limit ${limit}`.execute(reading.sql);
  return rows;
}

export interface RetentionRow {
  readonly id: ConversationId;
  readonly type: GroupType;
  readonly name: string;
  readonly memberCount: number;
  /** As stored: null follows the policy, 0 is for ever. */
  readonly own: number | null;
}

/** Active groups in the order of their ids, those whose name contains `query`. */
export async function retentionRows(
  reading: Reading,
  { query, afterId, limit }: { query: string; afterId: string | null; limit: number },
): Promise<RetentionRow[]> {
  const { rows } = await sql<RetentionRow>`
    select id, type, name, member_count as "memberCount", retention_days as own from groups
    where state = 'active' and (${afterId}::uuid is null or id > ${afterId})
      and (${query} = '' or position(lower(${query}) in lower(name)) > 0)
    order by id limit ${limit}`.execute(reading.sql);
  return rows;
}

export async function setRetentionDays(tx: Tx, groupId: ConversationId, days: number | null): Promise<void> {
  await tx.sql.updateTable("groups").set({ retention_days: days }).where("id", "=", groupId).execute();
}

/** What would go, group by group, under a policy; `only` looks at one group, kept for `days` (null: for ever). */
export async function countOverdue(
  reading: Reading,
  policy: PolicyDays,
  { now, only }: { now: Date; only: { id: ConversationId; days: number | null } | null },
): Promise<OverdueRow[]> {
  const days = only ? sql<number | null>`${only.days}::integer` : effectiveDays(policy);
  const { rows } = await sql<OverdueRow>`
    with k as (select g.id, g.name, ${days} as days from groups g where ${only?.id ?? null}::uuid is null or g.id = ${only?.id ?? null}),
    old as (select k.id, k.name, first.seq as from_seq, first.at as "oldestAt", last.seq as to_seq,
        last.ordinal - first.ordinal + case when first.kind = 'message' then 1 else 0 end as messages
      from k
      cross join lateral (select seq, ordinal, kind, created_at as at from entries where conversation_id = k.id
        order by seq limit 1) first
      cross join lateral (select seq, ordinal from entries where conversation_id = k.id
        and created_at < ${now}::timestamptz - make_interval(days => k.days) order by seq desc limit 1) last
      where k.days is not null and first.at < ${now}::timestamptz - make_interval(days => k.days))
    select o.id, o.name, o.messages, o."oldestAt", f.files, f.bytes from old o
    cross join lateral (select count(*) as files, coalesce(sum(size), 0)::bigint as bytes from files
      where id in (select file_id from file_uses where conversation_id = o.id and seq <= o.to_seq)) f
    order by o.messages desc`.execute(reading.sql);
  return rows;
}

export interface OverdueRow {
  readonly id: ConversationId;
  readonly name: string;
  readonly messages: number;
  readonly oldestAt: Date;
  readonly files: number;
  readonly bytes: number;
}
