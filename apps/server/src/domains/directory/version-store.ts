import type { Reading, Tx } from "../../platform/database.ts";

/**
 * Puts all changes of the directory in one line, so that they cannot deadlock: it comes first in each of them.
 * Answers the number of changes so far.
 */
export async function lockVersion({ sql }: Tx): Promise<number> {
  const { version } = await sql.selectFrom("directory_version").select("version").forUpdate().executeTakeFirstOrThrow();
  return version;
}

/** Notes a change of the directory, which makes dry runs stale. */
export async function bumpVersion({ sql }: Tx): Promise<void> {
  await sql
    .updateTable("directory_version")
    .set((column) => ({ version: column("version", "+", 1) }))
    .execute();
}

/** The number of changes so far. */
export async function readVersion({ sql }: Reading): Promise<number> {
  const { version } = await sql.selectFrom("directory_version").select("version").executeTakeFirstOrThrow();
  return version;
}
