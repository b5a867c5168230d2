import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { type Bucket, bucketTable, remakeNewest, shapeBucket } from "./generation-store.ts";

/** Buckets [first, end) that are being copied into one, which has everything below `next`. */
export interface Merge {
  readonly first: number;
  readonly end: number;
  readonly next: number;
}

/** The one that was begun; there is never a second. */
export async function readMerge({ sql: reading }: Reading): Promise<Merge | null> {
  const row = await reading.selectFrom("search_merges").selectAll().executeTakeFirst();
  return row ? { first: row.first_n, end: row.end_n, next: row.next_n } : null;
}

/**
 * Makes the table that the buckets are copied into, and has changes of what was copied follow (`search_follow`), whatever
 * version of ours makes them. The caller holds the lock of the index.
 */
export async function beginMerge(tx: Tx, buckets: readonly Bucket[]): Promise<Merge> {
  const first = Math.min(...buckets.map((bucket) => bucket.first));
  const end = Math.max(...buckets.map((bucket) => bucket.end));
  const table = mergedTable({ first });
  const statements = [
    // The check spares reading all of it when it becomes a partition; its indexes may take one processor, not all.
    `create table ${table} (like search_messages, constraint ${table}_range check (n >= ${first} and n < ${end}))
      with (parallel_workers = 0)`,
    shapeBucket(table),
    `create index ${table}_n on ${table} (n)`,
    ...buckets.map(
      (bucket) => `create trigger search_follow after update or delete on ${bucketTable(bucket)}
        for each row execute function search_follow('${table}')`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(tx.sql);
  await tx.sql.insertInto("search_merges").values({ first_n: first, end_n: end, next_n: first }).execute();
  return { first, end, next: first };
}

/** Copies the rows of the next `numbers` numbers; the caller holds the lock of the index. */
export async function copyOn(tx: Tx, merge: Merge, numbers: number): Promise<void> {
  const next = Math.min(merge.end, merge.next + numbers);
  await sql`insert into ${sql.table(mergedTable(merge))} select * from search_messages
    where n >= ${merge.next}::bigint and n < ${next}::bigint order by n`.execute(tx.sql);
  await tx.sql.updateTable("search_merges").set({ next_n: next }).where("first_n", "=", merge.first).execute();
}

/** Makes the other indexes of what was copied, without holding up who changes rows in it. */
export async function indexMerged({ sql: reading }: Reading, merge: Merge): Promise<void> {
  const table = mergedTable(merge);
  await makeIndex(`${table}_place`, `${table} (conversation_id, seq)`);
  await makeIndex(`${table}_tokens`, `${table} using gin (tokens) with (gin_pending_list_limit = 1024)`);
  await sql.raw(`analyze ${table}`).execute(reading);

  async function makeIndex(name: string, on: string): Promise<void> {
    if (await isValid({ sql: reading }, name)) return;
    // One whose making was interrupted is of no use.
    await sql.raw(`drop index concurrently if exists ${name}`).execute(reading);
    await sql.raw(`create index concurrently ${name} on ${on}`).execute(reading);
  }
}

async function isValid({ sql: reading }: Reading, index: string): Promise<boolean> {
  const { rows } = await sql<{ valid: boolean }>`
    select i.indisvalid as valid from pg_index i where i.indexrelid = to_regclass(${index})`.execute(reading);
  return rows[0]?.valid ?? false;
}

/**
 * Puts the one in the place of the many; the caller holds the lock of the index. Whoever searches keeps it from that, so it
 * waits for them only so long that nobody behind it notices.
 * @throws PostgreSQL's 55P03 when it waited in vain
 */
export async function putInPlace(tx: Tx, merge: Merge, buckets: readonly Bucket[]): Promise<void> {
  const [table, final] = [mergedTable(merge), bucketTable(merge)];
  if (!(await isValid(tx, `${table}_tokens`))) throw new Error(`${table} has no index of tokens`);
  const times = await tx.sql
    .selectFrom("search_buckets")
    .select(({ fn }) => [fn.min("from_at").as("from_at"), fn.max("to_at").as("to_at")])
    .where("first_n", ">=", merge.first)
    .where("first_n", "<", merge.end)
    .executeTakeFirstOrThrow();
  const statements = [
    boundedWait,
    `drop table ${buckets.map(bucketTable).join(", ")}`,
    `alter table ${table} rename to ${final}`,
    ...["n", "place", "tokens"].map((part) => `alter index ${table}_${part} rename to ${final}_${part}`),
    `alter table search_messages attach partition ${final} for values from (${merge.first}) to (${merge.end})`,
    `alter table ${final} drop constraint ${table}_range`,
    `alter table ${final} reset (parallel_workers)`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(tx.sql);
  await tx.sql
    .deleteFrom("search_buckets")
    .where("first_n", ">=", merge.first)
    .where("first_n", "<", merge.end)
    .execute();
  await tx.sql
    .insertInto("search_buckets")
    .values({ first_n: merge.first, end_n: merge.end, ...times })
    .execute();
  await tx.sql.deleteFrom("search_merges").where("first_n", "=", merge.first).execute();
  await remakeNewest(tx);
}

const boundedWait = "set local lock_timeout = '200ms'";

export async function isEmptied(tx: Tx, bucket: Bucket): Promise<boolean> {
  const { rows } = await sql`select from ${sql.table(bucketTable(bucket))} limit 1`.execute(tx.sql);
  return rows.length === 0;
}

/** The caller holds the lock of the index. @throws PostgreSQL's 55P03 when it waited in vain for who searches */
export async function dropBucket(tx: Tx, bucket: Bucket): Promise<void> {
  for (const statement of [boundedWait, `drop table ${bucketTable(bucket)}`]) await sql.raw(statement).execute(tx.sql);
  await tx.sql.deleteFrom("search_buckets").where("first_n", "=", bucket.first).execute();
  await remakeNewest(tx);
}

/** Forgets a merge whose buckets are of no index any more; the caller holds the lock of the index. */
export async function abandonMerge(tx: Tx, merge: Merge): Promise<void> {
  await sql.raw(`drop table if exists ${mergedTable(merge)}`).execute(tx.sql);
  await tx.sql.deleteFrom("search_merges").where("first_n", "=", merge.first).execute();
}

function mergedTable({ first }: Pick<Merge, "first">): string {
  return `search_merged_${first}`;
}
