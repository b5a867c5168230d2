import type { PrincipalId } from "@qunxin/protocol";
import type { Reading, Tx } from "../../../platform/database.ts";
import type { MessageAt } from "./scene.ts";

/** Votes in the order in which people first voted. */
export async function readVotes(
  reading: Reading,
  { conversationId, seq }: MessageAt,
  only?: PrincipalId,
): Promise<{ by: PrincipalId; options: number[] }[]> {
  const rows = await reading.sql
    .selectFrom("poll_votes")
    .select(["principal_id", "options"])
    .where("conversation_id", "=", conversationId)
    .where("seq", "=", seq)
    .$if(only !== undefined, (query) => query.where("principal_id", "=", only ?? ""))
    .orderBy("at")
    .orderBy("principal_id")
    .execute();
  return rows.map((row) => ({ by: row.principal_id as PrincipalId, options: row.options }));
}

/** Replaces a vote; without options there is none. */
export async function writeVote(
  tx: Tx,
  { conversationId, seq }: MessageAt,
  vote: { by: PrincipalId; options: readonly number[]; at: Date },
): Promise<void> {
  const key = { conversation_id: conversationId, seq, principal_id: vote.by };
  if (vote.options.length === 0) {
    await tx.sql
      .deleteFrom("poll_votes")
      .where("conversation_id", "=", conversationId)
      .where("seq", "=", seq)
      .where("principal_id", "=", vote.by)
      .execute();
    return;
  }
  const options = [...vote.options];
  await tx.sql
    .insertInto("poll_votes")
    .values({ ...key, options, at: vote.at })
    .onConflict((conflict) => conflict.columns(["conversation_id", "seq", "principal_id"]).doUpdateSet({ options }))
    .execute();
}

export async function isClosed(reading: Reading, { conversationId, seq }: MessageAt): Promise<boolean> {
  const row = await reading.sql
    .selectFrom("poll_closings")
    .select("seq")
    .where("conversation_id", "=", conversationId)
    .where("seq", "=", seq)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertClosing(
  tx: Tx,
  { conversationId, seq }: MessageAt,
  closing: { by: PrincipalId; at: Date },
): Promise<void> {
  await tx.sql
    .insertInto("poll_closings")
    .values({ conversation_id: conversationId, seq, ...closing })
    .execute();
}
