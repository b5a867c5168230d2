import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";
import { diskFull, errorCode, StartProblem } from "./start-problem.ts";

/** A file `NNNN_name.sql`; `breaks` says whether a binary that does not know it can still run on the result. */
export type Migration = { number: number; name: string; breaks: boolean; sha256: string; sql: string };

/**
 * Brings the database to the state of the files in `dir`, forward only, each file in a transaction of its own. Nodes
 * that start at once wait for each other: the advisory lock is taken inside each transaction, so that it also holds
 * behind a pooler. Plain SQL files and these few lines instead of Kysely's Migrator: that one wants modules with code,
 * does not notice a changed file, and cannot say whether an older binary survives.
 * @returns the names applied now, in order.
 * @throws start/migration_changed, start/database_newer, start/migration_failed
 */
export async function migrate(pool: Pool, dir: string): Promise<string[]> {
  const files = readMigrations(dir);
  const applied: string[] = [];
  const client = await pool.connect();
  try {
    for (;;) {
      const name = await applyNext(client, files);
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    client.release();
  }
}

/**
 * Reads the migration files of a folder in order.
 * @throws start/migration_changed when a name or a first line is not as it must be, or a number is missing or doubled.
 */
export function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir).filter((name) => name.endsWith(".sql"));
  return names.sort().map((file, index) => {
    const [, digits, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? [];
    if (digits === undefined || name === undefined || Number(digits) !== index + 1) {
      throw changed(`Migration ${file} must be named ${String(index + 1).padStart(4, "0")}_some_name.sql.`);
    }
    const sql = readFileSync(join(dir, file), "utf8").replaceAll("\r\n", "\n");
    const breaks = /^-- breaks: (no|yes)\n/.exec(sql)?.[1];
    if (breaks === undefined) throw changed(`Migration ${file} must begin with "-- breaks: no" or "-- breaks: yes".`);
    const sha256 = createHash("sha256").update(sql).digest("hex");
    return { number: index + 1, name, breaks: breaks === "yes", sha256, sql };
  });
}

const lockKey = 7_160_193_005;

const createTable = `create table if not exists schema_migrations (
  number integer primary key,
  name text not null,
  breaks boolean not null,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`;

type Row = { number: number; name: string; breaks: boolean; sha256: string };

async function applyNext(client: PoolClient, files: Migration[]): Promise<string | undefined> {
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1)", [lockKey]);
    await client.query(createTable);
    const { rows } = await client.query<Row>("select number, name, breaks, sha256 from schema_migrations order by 1");
    compare(rows, files);
    const next = files.find((file) => file.number > (rows.at(-1)?.number ?? 0));
    if (next) await apply(client, next);
    await client.query("commit");
    return next?.name;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function apply(client: PoolClient, { number, name, breaks, sha256, sql }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (cause) {
    if (errorCode(cause) === "53100") throw diskFull("the database", cause);
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem("start/migration_failed", `Migration ${number} (${name}) failed and was undone: ${said}`, {
      cause,
    });
  }
  const values = [number, name, breaks, sha256];
  await client.query("insert into schema_migrations (number, name, breaks, sha256) values ($1, $2, $3, $4)", values);
}

function compare(rows: Row[], files: Migration[]): void {
  for (const row of rows) {
    const file = files[row.number - 1];
    if (file === undefined) {
      if (!row.breaks) continue;
      throw new StartProblem(
        "start/database_newer",
        `The database was migrated by a newer Qunxin (migration ${row.number}, ${row.name}). Start that version or a later one.`,
      );
    }
    if (file.sha256 !== row.sha256) {
      throw changed(`Migration ${row.number} (${row.name}) was changed after it had been applied. Restore the file.`);
    }
  }
}

function changed(message: string): StartProblem {
  return new StartProblem("start/migration_changed", message);
}
