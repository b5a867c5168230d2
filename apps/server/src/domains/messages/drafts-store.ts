import type { ConversationId, Draft, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export type DraftWrite = Omit<Draft, "changedAt"> & { readonly personId: PrincipalId; readonly at: Date };

interface DraftRow {
  readonly conversation_id: ConversationId;
  readonly text: string;
  readonly mentions: Draft["mentions"];
  readonly reply_to_seq: number | null;
  readonly changed_at: Date;
}

/** Writes a draft unless what stands there is newer. False: it is, or the person is not in the conversation. */
export async function writeDraft(tx: Tx, draft: DraftWrite): Promise<boolean> {
  const { personId, conversationId, text, mentions, replyToSeq, at } = draft;
  const { rows } = await sql`
    insert into drafts (principal_id, conversation_id, text, mentions, reply_to_seq, changed_at)
    select principal_id, conversation_id, ${text}, ${JSON.stringify(mentions)}::jsonb, ${replyToSeq}::bigint, ${at}
    from members where conversation_id = ${conversationId} and principal_id = ${personId} and present
    on conflict (principal_id, conversation_id) do update set text = excluded.text, mentions = excluded.mentions,
      reply_to_seq = excluded.reply_to_seq, changed_at = excluded.changed_at
    where drafts.changed_at <= excluded.changed_at
    returning principal_id`.execute(tx.sql);
  return rows.length > 0;
}

/** Drafts that hold something, in conversations the person is in; the latest first. */
export async function readDrafts(
  reading: Reading,
  personId: PrincipalId,
  { only = null }: { only?: ConversationId | null } = {},
): Promise<Draft[]> {
  const { rows } = await sql<DraftRow>`
    select d.conversation_id, d.text, d.mentions, d.reply_to_seq, d.changed_at
    from drafts d join members m using (conversation_id, principal_id)
    where d.principal_id = ${personId} and d.text <> '' and m.present
      and (${only}::uuid is null or d.conversation_id = ${only})
    order by d.changed_at desc limit ${maxDrafts}`.execute(reading.sql);
  return rows.map(({ conversation_id, text, mentions, reply_to_seq, changed_at }) => ({
    conversationId: conversation_id,
    text,
    mentions,
    replyToSeq: reply_to_seq,
    changedAt: changed_at.toISOString(),
  }));
}

/** Beyond these, older ones stay where they were written. */
const maxDrafts = 500;

/** Forgets what was emptied before that time. */
export async function deleteEmptyDrafts(tx: Tx, before: Date): Promise<void> {
  await sql`delete from drafts where text = '' and changed_at < ${before}`.execute(tx.sql);
}
