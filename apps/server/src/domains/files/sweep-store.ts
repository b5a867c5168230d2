import { avatarPath, type FileId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/**
 * Deletes files nobody has touched since `before` and nothing uses: no message, no person as their picture. Files that
 * are being touched at this moment are left alone.
 */
export async function deleteUnusedFiles({ sql: from }: Tx, before: Date, limit: number): Promise<FileId[]> {
  const { rows } = await sql<{ id: FileId }>`
    delete from files where id in (
      select id from files f
      where touched_at < ${before}
        and not exists (select from file_uses u where u.file_id = f.id)
        and not exists (select from people p where p.avatar_url = ${avatarPath("" as FileId)} || f.id and f.purpose = 'avatar')
      order by touched_at limit ${limit} for update skip locked)
    returning id`.execute(from);
  return rows.map(({ id }) => id);
}
