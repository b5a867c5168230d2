import { avatarPath, type FileId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

export interface GoneFile {
  readonly id: FileId;
  readonly touchedAt: Date;
}

/**
 * Deletes files nobody has touched since `before` and nothing uses: no message, no person as their picture; oldest
 * first, from `after` on, so that a whole sweep looks at each file once. Files being touched at this moment are left.
 */
export async function deleteUnusedFiles(
  { sql: from }: Tx,
  { after, before, limit }: { after: Date; before: Date; limit: number },
): Promise<GoneFile[]> {
  const avatars = avatarPath("" as FileId);
  const { rows } = await sql<GoneFile>`
    delete from files where id in (
      select id from files f
      where touched_at >= ${after} and touched_at < ${before}
        and not exists (select from file_uses u where u.file_id = f.id)
        and (purpose <> 'avatar' or not exists (select from people p where p.avatar_url = ${avatars} || f.id))
      order by touched_at limit ${limit} for update skip locked)
    returning id, touched_at as "touchedAt"`.execute(from);
  return rows;
}
