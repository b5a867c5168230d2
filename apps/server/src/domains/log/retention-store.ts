import type { ConversationId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** The newest of the oldest `limit` entries that nothing younger precedes, if any of them is older than `before`. */
export interface OldStretch {
  readonly upToSeq: number;
  readonly upToOrdinal: number;
  readonly count: number;
}

/** What of a conversation's beginning is older than `before`, at most `limit` entries of it; null: nothing. */
export async function oldStretch(
  reading: Reading,
  conversationId: ConversationId,
  before: Date,
  limit: number,
): Promise<OldStretch | null> {
  const { rows } = await sql<{ seq: number | null; ordinal: number | null; count: number }>`
    with first as (select seq, ordinal, created_at from entries where conversation_id = ${conversationId}
      order by seq limit ${limit}),
    young as (select min(seq) as seq from first where created_at >= ${before})
    select max(f.seq) as seq, max(f.ordinal) as ordinal, count(*) as count
    from first f, young where young.seq is null or f.seq < young.seq`.execute(reading.sql);
  const found = rows[0];
  if (!found || found.seq === null) return null;
  return { upToSeq: found.seq, upToOrdinal: found.ordinal ?? 0, count: found.count };
}

/** Tables of the log's own whose rows belong to one entry. Source: migrations 0004, 0008, 0011. */
export const ownTables = ["mentions", "entry_versions", "hidden_entries", "file_uses", "entries"] as const;

/** Removes entries up to a seq, with whatever the log keeps beside them. */
export async function deleteUpTo(tx: Tx, conversationId: ConversationId, seq: number): Promise<void> {
  for (const table of ownTables) {
    await tx.sql.deleteFrom(table).where("conversation_id", "=", conversationId).where("seq", "<=", seq).execute();
  }
}

/** Says up to where a conversation was purged, and that nobody has anything unread before it. */
export async function markPurged(tx: Tx, conversationId: ConversationId, to: OldStretch): Promise<void> {
  await sql`
    update members set read_seq = greatest(read_seq, ${to.upToSeq}),
      read_ordinal = greatest(read_ordinal, ${to.upToOrdinal})
    where conversation_id = ${conversationId} and read_seq < ${to.upToSeq}`.execute(tx.sql);
  await sql`
    update conversations set purged_seq = greatest(purged_seq, ${to.upToSeq}) where id = ${conversationId}`.execute(
    tx.sql,
  );
}
