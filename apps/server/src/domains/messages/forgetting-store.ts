import type { ConversationId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** Tables of messages whose rows belong to one entry. Source: migrations 0011 to 0013. */
export const ownTables = [
  "reactions",
  "pins",
  "poll_votes",
  "poll_closings",
  "chain_lines",
  "favourites",
  "reminders",
  "confirmations",
  "confirm_requests",
] as const;

/** Removes what belongs to entries below a seq. */
export async function deleteBelow(tx: Tx, conversationId: ConversationId, belowSeq: number): Promise<void> {
  for (const table of ownTables) {
    await tx.sql.deleteFrom(table).where("conversation_id", "=", conversationId).where("seq", "<", belowSeq).execute();
  }
}

/** Removes forwarded records that only messages below a seq show, and no other record holds. */
export async function deleteRecordsBelow(tx: Tx, conversationId: ConversationId, belowSeq: number): Promise<void> {
  await sql`
    delete from merged_records r using (
      select distinct body #>> '{content,recordId}' as id from entries
      where conversation_id = ${conversationId} and seq < ${belowSeq} and body #>> '{content,recordId}' is not null
    ) shown
    where r.id = shown.id::uuid
      and not exists (select from entries e where e.body #>> '{content,recordId}' = shown.id
        and (e.conversation_id <> ${conversationId} or e.seq >= ${belowSeq}))
      and not exists (select from merged_records o where o.id <> r.id and position(shown.id in o.items::text) > 0)`.execute(
    tx.sql,
  );
}
