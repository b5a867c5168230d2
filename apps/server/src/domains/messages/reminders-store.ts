import type { ConversationId, PrincipalId, ReminderId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface ReminderRow {
  readonly id: ReminderId;
  readonly personId: PrincipalId;
  readonly conversationId: ConversationId;
  readonly seq: number;
  readonly at: Date;
  readonly note: string;
  readonly toldAt: Date | null;
}

const columns = sql`id, person_id as "personId", conversation_id as "conversationId", seq, remind_at as "at", note,
  told_at as "toldAt"`;

/** Sets the one reminder of a message; a new one takes the place and the id of the old. */
export async function upsertReminder(tx: Tx, row: Omit<ReminderRow, "toldAt">): Promise<void> {
  await sql`
    insert into reminders (conversation_id, person_id, seq, id, remind_at, note)
    values (${row.conversationId}, ${row.personId}, ${row.seq}, ${row.id}, ${row.at}, ${row.note})
    on conflict (conversation_id, person_id, seq) do update set id = excluded.id, remind_at = excluded.remind_at,
      note = excluded.note, told_at = null`.execute(tx.sql);
}

export async function deleteReminder(tx: Tx, personId: PrincipalId, id: ReminderId): Promise<boolean> {
  const gone = await tx.sql
    .deleteFrom("reminders")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .returning("id")
    .execute();
  return gone.length > 0;
}

/** A person's reminders, those due first, then by time. */
export async function readReminders(reading: Reading, personId: PrincipalId): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    select ${columns} from reminders where person_id = ${personId}
    order by told_at is null, remind_at, id`.execute(reading.sql);
  return rows;
}

/** Marks what is due as told and answers it. Those that another process has in hand are left to it. */
export async function takeDue(tx: Tx, now: Date, limit: number): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    with due as (select id from reminders where told_at is null and remind_at <= ${now} order by remind_at limit ${limit}
      for update skip locked)
    update reminders r set told_at = ${now} from due where r.id = due.id
    returning r.id, r.person_id as "personId", r.conversation_id as "conversationId", r.seq, r.remind_at as "at", r.note,
      r.told_at as "toldAt"`.execute(tx.sql);
  return rows;
}
