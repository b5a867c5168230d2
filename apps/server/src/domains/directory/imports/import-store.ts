import type { ImportId, ImportStatus, PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../../platform/database.ts";

export type ImportState = ImportStatus["state"];

export interface ImportRecord {
  id: ImportId;
  fileName: string;
  createdBy: PrincipalId;
  appliedBy: PrincipalId | null;
  createdAt: Date;
  state: ImportState;
  done: number;
  total: number;
  encoding: ImportStatus["encoding"];
  columns: string[];
  rows: number;
  counts: Partial<ImportStatus["counts"]>;
  errorCount: number;
  failure: ImportStatus["failure"];
  missingLeave: boolean;
  directoryVersion: number | null;
}

const record = raw`id, file_name as "fileName", created_by as "createdBy", applied_by as "appliedBy",
  created_at as "createdAt", state, done, total, encoding, columns, row_count as rows, counts,
  error_count as "errorCount", failure, missing_leave as "missingLeave", directory_version as "directoryVersion"`;

export async function readImport({ sql }: Reading, id: ImportId): Promise<ImportRecord | null> {
  const { rows } = await raw<ImportRecord>`select ${record} from imports where id = ${id}`.execute(sql);
  return rows[0] ?? null;
}

/** The import, locked until the transaction ends. */
export async function lockImport({ sql }: Tx, id: ImportId): Promise<ImportRecord | null> {
  const { rows } = await raw<ImportRecord>`select ${record} from imports where id = ${id} for update`.execute(sql);
  return rows[0] ?? null;
}

/** The latest imports, newest first. */
export async function readImports({ sql }: Reading, limit: number): Promise<ImportRecord[]> {
  const { rows } = await raw<ImportRecord>`
    select ${record} from imports order by created_at desc, id desc limit ${limit}`.execute(sql);
  return rows;
}

export async function insertImport(
  { sql }: Tx,
  { id, fileName, by, at }: { id: ImportId; fileName: string; by: PrincipalId; at: Date },
): Promise<void> {
  await sql
    .insertInto("imports")
    .values({ id, file_name: fileName, created_by: by, created_at: at, state: "waiting" })
    .execute();
}

/** Forgets an import that never began. */
export async function deleteImport({ sql }: Tx, id: ImportId): Promise<void> {
  await sql.deleteFrom("imports").where("id", "=", id).execute();
}

/** Changes what is given of an import's state. */
export async function saveImport(
  { sql }: Tx,
  id: ImportId,
  changes: Partial<Omit<ImportRecord, "id" | "fileName" | "createdBy" | "createdAt">>,
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? undefined : value && JSON.stringify(value));
  const values = {
    state: changes.state,
    done: changes.done,
    total: changes.total,
    encoding: changes.encoding,
    columns: changes.columns,
    row_count: changes.rows,
    counts: json(changes.counts),
    error_count: changes.errorCount,
    failure: json(changes.failure),
    missing_leave: changes.missingLeave,
    applied_by: changes.appliedBy,
    directory_version: changes.directoryVersion,
  };
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  await sql.updateTable("imports").set(given).where("id", "=", id).execute();
}

export async function insertPiece({ sql }: Tx, id: ImportId, ordinal: number, bytes: Buffer): Promise<void> {
  await sql.insertInto("import_files").values({ import_id: id, ordinal, bytes }).execute();
}

/** Notes that the whole file has come. */
export async function markReceived({ sql }: Tx, id: ImportId, at: Date): Promise<void> {
  await sql.updateTable("imports").set({ received_at: at }).where("id", "=", id).execute();
}

/** The pieces of the file in order, one in memory at a time. */
export async function* readPieces({ sql }: Reading, id: ImportId): AsyncGenerator<Buffer> {
  for (let ordinal = 0; ; ordinal++) {
    const piece = await sql
      .selectFrom("import_files")
      .select("bytes")
      .where("import_id", "=", id)
      .where("ordinal", "=", ordinal)
      .executeTakeFirst();
    if (!piece) return;
    yield piece.bytes;
  }
}

/** Forgets what a check found, so that it can be done again. */
export async function clearFindings({ sql }: Tx, id: ImportId): Promise<void> {
  for (const table of ["import_rows", "import_departments", "import_errors", "import_changes"] as const) {
    await sql.deleteFrom(table).where("import_id", "=", id).execute();
  }
}

/** Deletes the file and its rows; what it did and what was wrong with it stay. */
export async function dropFile({ sql }: Tx, id: ImportId): Promise<void> {
  for (const table of ["import_files", "import_rows", "import_departments"] as const) {
    await sql.deleteFrom(table).where("import_id", "=", id).execute();
  }
}

export interface StoredError {
  id: number;
  line: number;
  column: string | null;
  fault: string;
  value: string;
}

/** Errors in file order, after a place. */
export async function readErrors(
  { sql }: Reading,
  id: ImportId,
  after: { line: number; id: number },
  limit: number,
): Promise<StoredError[]> {
  const { rows } = await raw<StoredError>`
    select id, line, column_title as "column", fault, value from import_errors
    where import_id = ${id} and (line, id) > (${after.line}::integer, ${after.id}::bigint)
    order by line, id limit ${limit}`.execute(sql);
  return rows;
}

export interface StoredChange {
  ordinal: number;
  line: number | null;
  name: string;
  account: string;
  changes: { field: string; before: string; after: string }[];
}

/** Changes of one kind in order, after an ordinal. */
export async function readChanges(
  { sql }: Reading,
  page: { id: ImportId; action: string; after: number; limit: number },
): Promise<StoredChange[]> {
  const { rows } = await raw<StoredChange>`
    select ordinal, line, name, account, changes from import_changes
    where import_id = ${page.id} and action = ${page.action} and ordinal > ${page.after}
    order by ordinal limit ${page.limit}`.execute(sql);
  return rows;
}
