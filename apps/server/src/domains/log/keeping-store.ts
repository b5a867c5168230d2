import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";
import type { KeepingChange } from "./keeping.ts";

export interface ReadMark {
  readonly readSeq: number;
  readonly readOrdinal: number;
}

/** Moves the mark to the newest entry at or before `seq`, if that is further on. */
export async function moveReadMark(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  seq: number,
): Promise<(ReadMark & { changed: boolean }) | null> {
  const { rows } = await sql<ReadMark & { changed: boolean }>`
    with before as (select read_seq, marked_unread from members
      where conversation_id = ${conversationId} and principal_id = ${personId} and present for no key update),
    target as (select seq, ordinal from entries where conversation_id = ${conversationId} and seq <= ${seq}
      order by seq desc limit 1),
    moved as (update members m set read_seq = greatest(m.read_seq, coalesce((select seq from target), 0)),
        read_ordinal = greatest(m.read_ordinal, coalesce((select ordinal from target), 0)), marked_unread = false
      from before where m.conversation_id = ${conversationId} and m.principal_id = ${personId}
      returning m.read_seq, m.read_ordinal)
    select moved.read_seq as "readSeq", moved.read_ordinal as "readOrdinal",
      (moved.read_seq > before.read_seq or before.marked_unread) as changed
    from moved, before`.execute(tx.sql);
  return rows[0] ?? null;
}

/** Sets a member's own settings; hiding holds until an entry beyond the present last one. False: not a member. */
export async function updateKeeping(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  change: KeepingChange & { at: Date },
): Promise<boolean> {
  const { muted = null, pinned = null, markedUnread = null, hidden = null, at } = change;
  const { rows } = await sql`
    update members m set
      notify_muted = coalesce(${muted}::boolean, notify_muted),
      pinned_at = case when ${pinned}::boolean is null then pinned_at when ${pinned} then coalesce(pinned_at, ${at})
        else null end,
      marked_unread = coalesce(${markedUnread}::boolean, marked_unread),
      hidden_at_seq = case when ${hidden}::boolean is null then hidden_at_seq when ${hidden} then c.last_seq
        else null end
    from conversations c
    where c.id = m.conversation_id and m.conversation_id = ${conversationId} and m.principal_id = ${personId}
      and m.present
    returning m.principal_id`.execute(tx.sql);
  return rows.length > 0;
}
