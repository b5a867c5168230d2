import { limits, type PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../../platform/database.ts";
import type { MessageAt } from "./scene.ts";

interface Reaction extends MessageAt {
  readonly emoji: string;
  readonly personId: PrincipalId;
}

/** Puts an emoji on a message; a further one of the same kind stands beside it. False: it was there; "full": too many kinds. */
export async function addReaction(
  tx: Tx,
  { conversationId, seq, emoji, personId, actSeq, at }: Reaction & { readonly actSeq: number; readonly at: Date },
): Promise<boolean | "full"> {
  const { rows } = await sql<{ since: number; emoji: string; mine: boolean }>`
    select emoji, min(since) as since, bool_or(principal_id = ${personId}) as mine from reactions
    where conversation_id = ${conversationId} and seq = ${seq} group by emoji`.execute(tx.sql);
  const same = rows.find((row) => row.emoji === emoji);
  if (same?.mine) return false;
  if (!same && rows.length >= limits.reactionKindsPerMessage) return "full";
  await sql`
    insert into reactions (conversation_id, seq, emoji, principal_id, since, at)
    values (${conversationId}, ${seq}, ${emoji}, ${personId}, ${same?.since ?? actSeq}, ${at}::timestamptz)`.execute(
    tx.sql,
  );
  return true;
}

/** False: it was not there. */
export async function removeReaction(tx: Tx, { conversationId, seq, emoji, personId }: Reaction): Promise<boolean> {
  const { rows } = await sql`
    delete from reactions where conversation_id = ${conversationId} and seq = ${seq} and emoji = ${emoji}
      and principal_id = ${personId} returning seq`.execute(tx.sql);
  return rows.length > 0;
}

/** Who put that emoji on a message, in that order. */
export async function readReactors(reading: Reading, at: MessageAt, emoji: string): Promise<PrincipalId[]> {
  const rows = await reading.sql
    .selectFrom("reactions")
    .select("principal_id")
    .where("conversation_id", "=", at.conversationId)
    .where("seq", "=", at.seq)
    .where("emoji", "=", emoji)
    .orderBy("at")
    .orderBy("principal_id")
    .execute();
  return rows.map((row) => row.principal_id as PrincipalId);
}
