import type { ConversationId, Label, LabelId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** A person's labels in their order. */
export async function readLabels(reading: Reading, personId: PrincipalId): Promise<Label[]> {
  const { rows } = await sql<Label>`
    select id, name from labels where person_id = ${personId} order by position, id`.execute(reading.sql);
  return rows;
}

/** Adds a label behind the others; false when the name is taken. */
export async function insertLabel(tx: Tx, personId: PrincipalId, { id, name }: Label): Promise<boolean> {
  const { rows } = await sql`
    insert into labels (id, person_id, name, position)
    select ${id}::uuid, ${personId}::uuid, ${name}::text, coalesce(max(position), 0) + 1
    from labels where person_id = ${personId}
    on conflict (person_id, name) do nothing returning id`.execute(tx.sql);
  return rows.length > 0;
}

/** "taken": another label of theirs has that name. */
export async function renameLabel(tx: Tx, personId: PrincipalId, label: Label): Promise<"done" | "missing" | "taken"> {
  const labels = await readLabels(tx, personId);
  if (!labels.some(({ id }) => id === label.id)) return "missing";
  if (labels.some(({ id, name }) => id !== label.id && name === label.name)) return "taken";
  await tx.sql.updateTable("labels").set({ name: label.name }).where("id", "=", label.id).execute();
  return "done";
}

export async function deleteLabel(tx: Tx, personId: PrincipalId, id: LabelId): Promise<void> {
  await tx.sql.deleteFrom("labels").where("id", "=", id).where("person_id", "=", personId).execute();
}

export async function orderLabels(tx: Tx, personId: PrincipalId, ids: readonly LabelId[]): Promise<void> {
  await sql`
    update labels l set position = t.position
    from unnest(${ids}::uuid[]) with ordinality as t (id, position)
    where l.id = t.id and l.person_id = ${personId}`.execute(tx.sql);
}

/** Gives a conversation exactly these labels of a person. */
export async function replaceLabelsOf(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  ids: readonly LabelId[],
): Promise<void> {
  await tx.sql
    .deleteFrom("conversation_labels")
    .where("conversation_id", "=", conversationId)
    .where("person_id", "=", personId)
    .execute();
  if (ids.length === 0) return;
  await sql`
    insert into conversation_labels (conversation_id, person_id, label_id)
    select ${conversationId}::uuid, ${personId}::uuid, id from unnest(${ids}::uuid[]) as t (id)`.execute(tx.sql);
}
