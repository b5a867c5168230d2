import type { ConversationId, PrincipalId, ScheduledDraft, ScheduledId, ScheduledMessage } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface ScheduledRow {
  readonly id: ScheduledId;
  readonly authorId: PrincipalId;
  readonly conversationId: ConversationId;
  readonly draft: ScheduledDraft;
  readonly at: Date;
  readonly tries: number;
  readonly failure: ScheduledMessage["failure"];
}

const columns = sql`id, author_id as "authorId", conversation_id as "conversationId", draft, send_at as "at", tries,
  failure`;

export async function insertScheduled(tx: Tx, row: Omit<ScheduledRow, "tries" | "failure">): Promise<void> {
  await tx.sql
    .insertInto("scheduled_messages")
    .values({
      id: row.id,
      author_id: row.authorId,
      conversation_id: row.conversationId,
      draft: JSON.stringify(row.draft),
      send_at: row.at,
    })
    .execute();
}

/** Replaces time and contents; what failed waits again. */
export async function updateScheduled(tx: Tx, { id, at, draft }: ScheduledRow): Promise<void> {
  await tx.sql
    .updateTable("scheduled_messages")
    .set({ send_at: at, draft: JSON.stringify(draft), tries: 0, failure: null })
    .where("id", "=", id)
    .execute();
}

export async function noteTrouble(tx: Tx, { id, tries, failure }: Pick<ScheduledRow, "id" | "tries" | "failure">) {
  await tx.sql
    .updateTable("scheduled_messages")
    .set({ tries, failure: failure && JSON.stringify(failure) })
    .where("id", "=", id)
    .execute();
}

export async function deleteScheduled(tx: Tx, id: ScheduledId): Promise<void> {
  await tx.sql.deleteFrom("scheduled_messages").where("id", "=", id).execute();
}

/** An author's message, held until the commit; null when there is none. */
export async function lockScheduled(tx: Tx, authorId: PrincipalId, id: ScheduledId): Promise<ScheduledRow | null> {
  const { rows } = await sql<ScheduledRow>`
    select ${columns} from scheduled_messages where id = ${id} and author_id = ${authorId} for update`.execute(tx.sql);
  return rows[0] ?? null;
}

/** An author's messages by time. */
export async function readScheduled(reading: Reading, authorId: PrincipalId): Promise<ScheduledRow[]> {
  const { rows } = await sql<ScheduledRow>`
    select ${columns} from scheduled_messages where author_id = ${authorId} order by send_at, id`.execute(reading.sql);
  return rows;
}

/** The next message whose time has come, held until the commit; others' are left to them. */
export async function takeNextDue(tx: Tx, now: Date): Promise<ScheduledRow | null> {
  const { rows } = await sql<ScheduledRow>`
    select ${columns} from scheduled_messages where failure is null and send_at <= ${now} order by send_at, id limit 1
    for update skip locked`.execute(tx.sql);
  return rows[0] ?? null;
}

/** What waits and carries files, a page of it behind `after`. */
export async function readWithFiles(reading: Reading, after: string | null, limit: number): Promise<ScheduledRow[]> {
  const { rows } = await sql<ScheduledRow>`
    select ${columns} from scheduled_messages
    where draft -> 'content' ->> 'type' in ('images', 'file', 'voice', 'video') and (${after}::uuid is null or id > ${after})
    order by id limit ${limit}`.execute(reading.sql);
  return rows;
}
