import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";

/** The first seq written at or after a moment, found by halving: seqs rise with time, and only they have an index. */
export async function firstSeqSince(reading: Reading, conversationId: ConversationId, since: Date): Promise<number> {
  const { rows } = await sql<{ high: number }>`
    with recursive probe (low, high) as (
      select 0::bigint, last_seq + 1 from conversations where id = ${conversationId}
      union all
      select case when e.created_at < ${since} then e.seq else p.low end,
        case when e.created_at < ${since} then p.high else (p.low + p.high) / 2 end
      from probe p left join lateral (select seq, created_at from entries
        where conversation_id = ${conversationId} and seq >= (p.low + p.high) / 2 order by seq limit 1) e on true
      where p.high - p.low > 1)
    select high from probe order by high - low limit 1`.execute(reading.sql);
  return rows[0]?.high ?? 1;
}

/** The first message from `seq` on that the viewer may see. "stranger": not in the conversation. */
export async function firstVisible(
  reading: Reading,
  viewer: PrincipalId,
  conversationId: ConversationId,
  seq: number,
): Promise<{ seq: number; at: Date } | null | "stranger"> {
  const { rows } = await sql<{ seq: number | null; at: Date }>`
    select e.seq, e.created_at as at
    from members m left join lateral (
      select f.* from unnest(m.visible) r cross join lateral (
        select n.seq, n.created_at from entries n
        where n.conversation_id = m.conversation_id and n.seq >= greatest(lower(r), ${seq}::bigint)
          and (upper(r) is null or n.seq < upper(r)) and n.kind = 'message' and n.recalled_at is null
          and not exists (select 1 from hidden_entries h where h.conversation_id = m.conversation_id
            and h.principal_id = m.principal_id and h.seq = n.seq)
        order by n.seq limit 1) f
      order by f.seq limit 1) e on true
    where m.conversation_id = ${conversationId} and m.principal_id = ${viewer} and m.present`.execute(reading.sql);
  const [row] = rows;
  if (!row) return "stranger";
  return row.seq === null ? null : { seq: row.seq, at: row.at };
}
