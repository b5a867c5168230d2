import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";
import type { KeepingChange } from "./keeping.ts";

export interface ReadMark {
  readonly readSeq: number;
  readonly readOrdinal: number;
}

/** What became of one mark. `busy`: another transaction holds the member's row; `stranger`: not a member. */
export type ReadOutcome = (ReadMark & { state: "moved" | "kept" }) | { state: "busy" | "stranger" };

/**
 * Moves many marks in one statement, each to the newest entry at or before its `seq` if that is further on. Outcomes are
 * in the order asked; no person stands twice for one conversation.
 */
export async function moveReadMarks(
  tx: Tx,
  marks: readonly { conversationId: ConversationId; personId: PrincipalId; seq: number }[],
): Promise<ReadOutcome[]> {
  const { rows } = await sql<ReadMark & { state: ReadOutcome["state"] }>`
    with i as (select * from unnest(${marks.map((m) => m.conversationId)}::uuid[],
        ${marks.map((m) => m.personId)}::uuid[], ${marks.map((m) => m.seq)}::bigint[])
      with ordinality as t (c, p, seq, ord)),
    k as (select d.c, d.seq, e.seq as at, e.ordinal from (select distinct c, seq from i) d cross join lateral
      (select seq, ordinal from entries where conversation_id = d.c and seq <= d.seq order by seq desc limit 1) e),
    held as (select m.conversation_id, m.principal_id, m.read_seq, m.read_ordinal, m.marked_unread
      from members m join i on i.c = m.conversation_id and i.p = m.principal_id where m.present
      order by m.conversation_id, m.principal_id for no key update of m skip locked),
    goal as (select i.ord, held.*, greatest(held.read_seq, k.at) as to_seq,
        greatest(held.read_ordinal, k.ordinal) as to_ordinal, (k.at > held.read_seq or held.marked_unread) as changes
      from i join held on held.conversation_id = i.c and held.principal_id = i.p
      left join k on k.c = i.c and k.seq = i.seq),
    moved as (update members m set read_seq = goal.to_seq, read_ordinal = goal.to_ordinal, marked_unread = false
      from goal where goal.changes and m.conversation_id = goal.conversation_id
        and m.principal_id = goal.principal_id)
    select coalesce(goal.to_seq, goal.read_seq) as "readSeq", coalesce(goal.to_ordinal, goal.read_ordinal) as "readOrdinal",
      case when goal.changes then 'moved' when goal.ord is not null then 'kept'
        when (select true from members x where x.conversation_id = i.c and x.principal_id = i.p and x.present limit 1)
        then 'busy' else 'stranger' end as state
    from i left join goal on goal.ord = i.ord order by i.ord`.execute(tx.sql);
  return rows;
}

/** Sets a member's own settings; hiding holds until an entry beyond the present last one. False: not a member. */
export async function updateKeeping(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  change: KeepingChange & { at: Date },
): Promise<boolean> {
  const { notify = null, muted = null, pinned = null, markedUnread = null, hidden = null, folded = null, at } = change;
  const { rows } = await sql`
    update members m set
      notify_muted = coalesce(${notify}::text <> 'all', ${muted}::boolean, notify_muted),
      notify_nothing = case when ${notify}::text is null then notify_nothing and coalesce(${muted}::boolean, true)
        else ${notify} = 'none' end,
      pinned_at = case when ${pinned}::boolean is null then pinned_at when ${pinned} then coalesce(pinned_at, ${at})
        else null end,
      marked_unread = coalesce(${markedUnread}::boolean, marked_unread),
      folded = coalesce(${folded}::boolean, folded),
      hidden_at_seq = case when ${hidden}::boolean is null then hidden_at_seq when ${hidden} then c.last_seq
        else null end
    from conversations c
    where c.id = m.conversation_id and m.conversation_id = ${conversationId} and m.principal_id = ${personId}
      and m.present
    returning m.principal_id`.execute(tx.sql);
  return rows.length > 0;
}
