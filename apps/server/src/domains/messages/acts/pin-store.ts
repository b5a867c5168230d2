import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { Reading, Tx } from "../../../platform/database.ts";
import type { MessageAt } from "./scene.ts";

/** False: it is pinned already. */
export async function insertPin(
  tx: Tx,
  { conversationId, seq, by, at }: MessageAt & { readonly by: PrincipalId; readonly at: Date },
): Promise<boolean> {
  const row = await tx.sql
    .insertInto("pins")
    .values({ conversation_id: conversationId, seq, by, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("seq")
    .executeTakeFirst();
  return row !== undefined;
}

/** False: it is not pinned. */
export async function deletePin(tx: Tx, { conversationId, seq }: MessageAt): Promise<boolean> {
  const row = await tx.sql
    .deleteFrom("pins")
    .where("conversation_id", "=", conversationId)
    .where("seq", "=", seq)
    .returning("seq")
    .executeTakeFirst();
  return row !== undefined;
}

/** Pinned messages, the latest pinned first. */
export async function readPins(reading: Reading, conversationId: ConversationId): Promise<number[]> {
  const rows = await reading.sql
    .selectFrom("pins")
    .select("seq")
    .where("conversation_id", "=", conversationId)
    .orderBy("at", "desc")
    .orderBy("seq", "desc")
    .execute();
  return rows.map(({ seq }) => seq);
}
