import type { ImportId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Tx } from "../../../platform/database.ts";

/** A row of the file as it is kept until the import ends. */
export interface ImportRow {
  line: number;
  new_id: string;
  account: string | null;
  name: string | null;
  pinyin: string | null;
  initials: string | null;
  search_text: string | null;
  mobile: string | null;
  email: string | null;
  department_paths: string[] | null;
  leaders: boolean[] | null;
  position: string | null;
  gender: string | null;
  employee_no: string | null;
  status: string | null;
}

export interface ImportFault {
  line: number;
  column_title: string | null;
  fault: string;
  value: string;
}

/** A department named in the file, or one above it. */
export interface ImportDepartment {
  path: string;
  parent_path: string | null;
  name: string;
  depth: number;
  ordinal: number;
  new_id: string;
  pinyin: string;
  initials: string;
}

/** Adds a batch of what was read from the file: three statements, each with one parameter, whatever its size. */
export async function insertBatch(
  { sql }: Tx,
  id: ImportId,
  batch: { rows: readonly ImportRow[]; faults: readonly ImportFault[]; departments: readonly ImportDepartment[] },
): Promise<void> {
  await raw`
    insert into import_rows (import_id, line, new_id, account, name, pinyin, initials, search_text, mobile, email,
      department_paths, leaders, position, gender, employee_no, status)
    select ${id}::uuid, row.* from jsonb_to_recordset(${JSON.stringify(batch.rows)}::jsonb) as row (line integer,
      new_id uuid, account text, name text, pinyin text, initials text, search_text text, mobile text, email text,
      department_paths text[], leaders boolean[], position text, gender text, employee_no text, status text)`.execute(
    sql,
  );
  await raw`
    insert into import_errors (import_id, line, column_title, fault, value)
    select ${id}::uuid, fault.* from jsonb_to_recordset(${JSON.stringify(batch.faults)}::jsonb) as fault (line integer,
      column_title text, fault text, value text)`.execute(sql);
  await raw`
    insert into import_departments (import_id, path, parent_path, name, depth, ordinal, new_id, pinyin, initials)
    select ${id}::uuid, department.* from jsonb_to_recordset(${JSON.stringify(batch.departments)}::jsonb)
      as department (path text, parent_path text, name text, depth integer, ordinal integer, new_id uuid, pinyin text,
      initials text)
    on conflict do nothing`.execute(sql);
}

/** Fresh tables have no statistics, and without them the joins of the plan would be nested loops. */
export async function analyzeRows({ sql }: Tx): Promise<void> {
  await raw`analyze import_rows`.execute(sql);
  await raw`analyze import_departments`.execute(sql);
}
