import type { ErrorCode } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Tx } from "../../../platform/database.ts";
import type { ImportState } from "./import-store.ts";

/** States in which an import needs neither its file nor its rows. */
const ended: ImportState[] = ["faulty", "applied", "failed", "cancelled"];

/** Fails imports from before that moment whose file never came as a whole. */
export async function failUnfinished({ sql }: Tx, before: Date): Promise<void> {
  const code: ErrorCode = "directory/import_unreadable";
  const failure = JSON.stringify({ code, params: { reason: "incomplete" } });
  await raw`update imports set state = 'failed', failure = ${failure}::jsonb
    where state = 'waiting' and received_at is null and created_at < ${before}`.execute(sql);
}

/** Cancels dry runs from before that moment that nobody applied. */
export async function cancelUnused({ sql }: Tx, before: Date): Promise<void> {
  await raw`update imports set state = 'cancelled' where state = 'ready' and created_at < ${before}`.execute(sql);
}

/** Deletes what ended imports still hold of their files. */
export async function dropLeftovers({ sql }: Tx): Promise<void> {
  for (const table of ["import_files", "import_rows", "import_departments"] as const) {
    await raw`delete from ${raw.table(table)} held using imports i
      where i.id = held.import_id and i.state = any(${ended})`.execute(sql);
  }
}

/** Deletes the faults and changes listed by ended imports from before that moment. */
export async function forgetFindings({ sql }: Tx, before: Date): Promise<void> {
  for (const table of ["import_errors", "import_changes"] as const) {
    await raw`delete from ${raw.table(table)} held using imports i
      where i.id = held.import_id and i.state = any(${ended}) and i.created_at < ${before}`.execute(sql);
  }
}
