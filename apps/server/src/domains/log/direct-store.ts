import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** The two of a direct conversation, smaller id first. */
export interface Pair {
  readonly low: PrincipalId;
  readonly high: PrincipalId;
}

/** The pair's conversation, if any. */
export async function pairOf(reading: Reading, { low, high }: Pair): Promise<ConversationId | null> {
  const row = await reading.sql
    .selectFrom("direct_pairs")
    .select("conversation_id")
    .where("low", "=", low)
    .where("high", "=", high)
    .executeTakeFirst();
  return (row?.conversation_id as ConversationId | undefined) ?? null;
}

/** Claims the pair for that conversation; false when somebody was first. Waits for a claim under way. */
export async function insertPair(tx: Tx, { low, high }: Pair, conversationId: ConversationId): Promise<boolean> {
  const row = await tx.sql
    .insertInto("direct_pairs")
    .values({ low, high, conversation_id: conversationId })
    .onConflict((conflict) => conflict.doNothing())
    .returning("low")
    .executeTakeFirst();
  return row !== undefined;
}

/** Both members of a new direct conversation; it stays off the other one's list until something is said. */
export async function insertDirectMembers(
  tx: Tx,
  conversationId: ConversationId,
  { opener, peer, at }: { opener: PrincipalId; peer: PrincipalId; at: Date },
): Promise<void> {
  await sql`
    insert into members (conversation_id, principal_id, present, role, way, by_hand, visible, joined_seq, joined_at,
      hidden_at_seq)
    values (${conversationId}, ${opener}, true, 'member', 'direct', true, '{[1,)}', 0, ${at}, null),
      (${conversationId}, ${peer}, true, 'member', 'direct', true, '{[1,)}', 0, ${at}, 0)`.execute(tx.sql);
}

/** Puts the conversation back on somebody's list. */
export async function unhide(tx: Tx, conversationId: ConversationId, personId: PrincipalId): Promise<boolean> {
  const row = await tx.sql
    .updateTable("members")
    .set({ hidden_at_seq: null })
    .where("conversation_id", "=", conversationId)
    .where("principal_id", "=", personId)
    .where("hidden_at_seq", "is not", null)
    .returning("principal_id")
    .executeTakeFirst();
  return row !== undefined;
}
