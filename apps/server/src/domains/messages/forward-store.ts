import type { ConversationId, FileId, RecordItem } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** A forwarded record, which never changes. */
export interface MergedRecord {
  readonly id: string;
  readonly items: readonly RecordItem[];
  /** 1 for one without records within it. */
  readonly depth: number;
  /** Every file in it and in the records within it. */
  readonly fileIds: readonly FileId[];
}

export async function insertRecord(tx: Tx, record: MergedRecord, at: Date): Promise<void> {
  await tx.sql
    .insertInto("merged_records")
    .values({
      id: record.id,
      items: JSON.stringify(record.items),
      depth: record.depth,
      file_ids: [...record.fileIds],
      created_at: at,
    })
    .execute();
}

export async function readRecords(reading: Reading, ids: readonly string[]): Promise<MergedRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<MergedRecord>`
    select id, items, depth, file_ids as "fileIds" from merged_records where id = any(${ids}::uuid[])`.execute(
    reading.sql,
  );
  return rows;
}

export async function recordHasFile(reading: Reading, recordId: string, fileId: FileId): Promise<boolean> {
  const { rows } = await sql`
    select from merged_records where id = ${recordId} and ${fileId} = any(file_ids)`.execute(reading.sql);
  return rows.length > 0;
}

/** The access version of a conversation whose row this transaction holds. */
export async function accessVersionOf(tx: Tx, conversationId: ConversationId): Promise<number | null> {
  const row = await tx.sql
    .selectFrom("conversations")
    .select("access_version")
    .where("id", "=", conversationId)
    .executeTakeFirst();
  return row?.access_version ?? null;
}
