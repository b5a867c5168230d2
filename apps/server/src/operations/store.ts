import type { Client, ClientBase } from "pg";

/** Between these two places the log must be kept with the copied files. */
export interface CopyEnd {
  /** Content of the file `backup_label`, which makes the copy recover from its beginning. */
  readonly label: string;
  /** First and last segment of the log. */
  readonly from: string;
  readonly to: string;
}

/**
 * Makes the files of the cluster fit to be copied while it is written to, until `endCopy` on the same connection. The
 * slot keeps the log from being recycled; it goes with the connection, so a killed backup leaves nothing behind.
 */
export async function beginCopy(client: Client, name: string): Promise<string> {
  await client.query("select pg_create_physical_replication_slot($1, true, true)", [name]);
  const { rows } = await client.query<{ segment: string }>(
    "select pg_walfile_name(pg_backup_start($1, fast => true)) as segment",
    [name],
  );
  return rows[0]?.segment ?? "";
}

export async function endCopy(client: Client, from: string): Promise<CopyEnd> {
  const { rows } = await client.query<{ label: string; segment: string }>(
    `select labelfile as label, pg_walfile_name(lsn) as segment from pg_backup_stop(wait_for_archive => false)`,
  );
  return { label: rows[0]?.label ?? "", from, to: rows[0]?.segment ?? "" };
}

/** Number of the newest migration and PostgreSQL's major version. */
export async function versionsOf(client: ClientBase): Promise<{ migration: number; major: number }> {
  const { rows } = await client.query<{ migration: number; major: number }>(
    `select (select max(number) from schema_migrations)::int as migration,
      current_setting('server_version_num')::int / 10000 as major`,
  );
  return { migration: rows[0]?.migration ?? 0, major: rows[0]?.major ?? 0 };
}

/** What a person asks first after a restore. */
export async function figuresOf(client: ClientBase): Promise<{ people: number; messages: number }> {
  const { rows } = await client.query<{ people: number; messages: number }>(
    `select (select count(*) from people)::int as people,
      (select count(*) from entries where kind = 'message')::int as messages`,
  );
  return rows[0] ?? { people: 0, messages: 0 };
}

/** Hashes of the files that something uses and that lie in the folder, ascending from `after` on. */
export async function usedBlobs(client: ClientBase, after: string, limit: number): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from blobs b where place = 'folder' and hash > decode($1, 'hex')
      and exists (select from file_variants v where v.hash = b.hash) order by b.hash limit $2`,
    [after, limit],
  );
  return rows.map(({ hash }) => hash);
}

/**
 * Looks at every table and every B-tree by PostgreSQL's own `amcheck`, which is made and taken away again in one
 * transaction; reading all pages proves their checksums too. Null where the extension is not installed.
 */
export async function checkStructure(client: ClientBase): Promise<string[] | null> {
  return withAmcheck(client, async () => [...(await brokenIndexes(client)), ...(await brokenTables(client))]);
}

/** Like checkStructure, the B-trees only: no page of a table is read. */
export async function checkIndexes(client: ClientBase): Promise<string[] | null> {
  return withAmcheck(client, () => brokenIndexes(client));
}

async function withAmcheck(client: ClientBase, work: () => Promise<string[]>): Promise<string[] | null> {
  const { rows } = await client.query("select from pg_available_extensions where name = 'amcheck'");
  if (rows.length === 0) return null;
  await client.query("begin");
  try {
    await client.query("create extension if not exists amcheck");
    return await work();
  } finally {
    await client.query("rollback");
  }
}

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relpersistence = 'p'`;

async function brokenIndexes(client: ClientBase): Promise<string[]> {
  const { rows: indexes } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and i.indisvalid and i.indisready and ${ours}`,
  );
  const broken: string[] = [];
  for (const { name } of indexes) {
    await client.query("savepoint one");
    const wrong = await client.query("select bt_index_check($1::regclass)", [name]).then(() => null, String);
    if (wrong !== null) broken.push(`index ${name}: ${wrong}`);
    await client.query("rollback to one");
  }
  return broken;
}

async function brokenTables(client: ClientBase): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and ${ours}`,
  );
  const broken: string[] = [];
  for (const { name } of tables) {
    await client.query("savepoint one");
    const found = await client
      .query<{ msg: string }>("select msg from verify_heapam($1::regclass) limit 3", [name])
      .then(
        ({ rows }) => rows.map(({ msg }) => msg),
        (error: unknown) => [String(error)],
      );
    broken.push(...found.map((wrong) => `table ${name}: ${wrong}`));
    await client.query("rollback to one");
  }
  return broken;
}
