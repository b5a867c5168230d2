import type { PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../../platform/database.ts";
import type { MessageAt } from "./scene.ts";

/** How many lines a chain has, and the person's own. */
export async function readLines(
  tx: Tx,
  { conversationId, seq }: MessageAt,
  personId: PrincipalId,
): Promise<{ count: number; own: string | null }> {
  const { rows } = await sql<{ count: number; own: string | null }>`
    select count(*) as count, min(text) filter (where principal_id = ${personId}) as own from chain_lines
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
  return rows[0] ?? { count: 0, own: null };
}

/** Adds a line at the end, or changes it where it stands; null takes it out. */
export async function writeLine(
  tx: Tx,
  { conversationId, seq }: MessageAt,
  line: { by: PrincipalId; text: string | null; since: number; at: Date },
): Promise<void> {
  if (line.text === null) {
    await sql`delete from chain_lines
      where conversation_id = ${conversationId} and seq = ${seq} and principal_id = ${line.by}`.execute(tx.sql);
    return;
  }
  await sql`
    insert into chain_lines (conversation_id, seq, principal_id, text, since, at)
    values (${conversationId}, ${seq}, ${line.by}, ${line.text}, ${line.since}, ${line.at}::timestamptz)
    on conflict (conversation_id, seq, principal_id) do update set text = excluded.text`.execute(tx.sql);
}
