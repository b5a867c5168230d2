import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";

/** A message's place in the log. */
export interface Place {
  readonly conversationId: string;
  readonly seq: number;
}

/** A partition of the index: rows numbered [first, end), written at [fromAt, toAt]. */
export interface Bucket {
  readonly first: number;
  readonly end: number;
  readonly fromAt: Date | null;
  readonly toAt: Date | null;
}

/** A place in the order of time; the time as PostgreSQL writes it, which is finer than ours. */
export type Position = Place & { readonly at: string };

/** One whole index. Numbers of the past come below those of what is new. */
export interface Generation {
  readonly generation: number;
  readonly active: boolean;
  /** The next number in either part. */
  readonly past: number;
  readonly live: number;
  /** Up to where the past is filled in; null: nothing yet, or it was never built from the past. */
  readonly position: Position | null;
}

/** Rows of a bucket: a common word is looked up in one of them, a rare one in each. */
export const defaultBucketRows = 250_000;
const span = 2 ** 40;
/** Where what is new begins within a generation. */
const liveOffset = span / 2;
/** Any number that nothing else of ours locks. */
const indexLock = 7_305_512;

/** One writer of the index at a time, in whatever process; held until the commit. */
export async function lockIndex(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${indexLock}::bigint)`.execute(tx.sql);
}

export async function readGenerations({ sql: reading }: Reading): Promise<Generation[]> {
  const rows = await reading
    .selectFrom("search_generations")
    .selectAll()
    .select(sql<string | null>`position_at::text`.as("position_text"))
    .orderBy("generation")
    .execute();
  return rows.map((row) => ({
    generation: row.generation,
    active: row.active,
    past: row.past_n,
    live: row.live_n,
    position:
      row.position_text === null
        ? null
        : {
            at: row.position_text,
            conversationId: row.position_conversation_id ?? "",
            seq: row.position_seq ?? 0,
          },
  }));
}

/** Adds an empty generation after all others, to be built. */
export async function addGeneration(tx: Tx, at: Date): Promise<void> {
  const known = await readGenerations(tx);
  const generation = (known.at(-1)?.generation ?? 0) + 1;
  const [past, live] = [generation * span, generation * span + liveOffset];
  await tx.sql
    .insertInto("search_generations")
    .values({ generation, active: false, past_n: past, live_n: live, started_at: at })
    .execute();
}

/** Makes this generation the one that answers; the others are gone but for their partitions. */
export async function activate(tx: Tx, { generation }: Generation): Promise<void> {
  await tx.sql.deleteFrom("search_generations").where("generation", "!=", generation).execute();
  await tx.sql.updateTable("search_generations").set({ active: true }).where("generation", "=", generation).execute();
  await remakeNewest(tx);
}

/** Writes down anew which buckets `search_newest` looks into, and in which order; the caller holds the lock of the index. */
export async function remakeNewest(tx: Tx): Promise<void> {
  await sql`select search_remake_newest()`.execute(tx.sql);
}

export async function savePosition(tx: Tx, { generation }: Generation, position: Position): Promise<void> {
  await tx.sql
    .updateTable("search_generations")
    .set({
      position_at: sql`${position.at}::timestamptz`,
      position_conversation_id: position.conversationId,
      position_seq: position.seq,
    })
    .where("generation", "=", generation)
    .execute();
}

/** The generation that answers, with what somebody who searches must know besides. */
export interface Active {
  readonly generation: number;
  /** Above all numbers in use. */
  readonly top: number;
  /** The newest first. */
  readonly buckets: readonly Bucket[];
}

/** Who searches: conversations they are in, at most as many as asked for, and whether they are in a certain one. */
export interface Searcher {
  readonly seats: readonly string[];
  readonly isIn: boolean;
}

/** In one statement, since everything else waits for it; `active` is null until there is an index. */
export async function readSearched(
  reading: Reading,
  viewer: string,
  { conversationId, seats }: { conversationId: string | undefined; seats: number },
): Promise<{ active: Active | null; searcher: Searcher }> {
  const [row] = await ask(reading, searched, [viewer, conversationId ?? null, seats]);
  const searcher = { seats: row?.seats ?? [], isIn: row?.is_in ?? false };
  if (row?.generation == null) return { active: null, searcher };
  const buckets = (row.buckets ?? []).map(([first, end, fromAt, toAt]) => ({
    first,
    end,
    fromAt: fromAt === null ? null : new Date(fromAt),
    toAt: toAt === null ? null : new Date(toAt),
  }));
  const { generation, past_n: past, live_n: live } = row;
  return { active: { generation, top: topOf({ generation, past, live }), buckets }, searcher };
}

type SearchedRow = {
  buckets: [number, number, string | null, string | null][] | null;
  seats: string[] | null;
  is_in: boolean;
} & ({ generation: number; past_n: number; live_n: number } | { generation: null });

const searched = prepare<SearchedRow>(
  "search_searched",
  `select g.generation, g.past_n, g.live_n,
    (select json_agg(json_build_array(b.first_n, b.end_n, b.from_at, b.to_at) order by b.first_n desc)
      from search_buckets b where b.first_n >= g.generation::bigint * ${span}
      and b.first_n < (g.generation::bigint + 1) * ${span}) as buckets,
    array(select m.conversation_id::text from members m where $2::uuid is null and m.principal_id = $1 and m.present
      limit $3) as seats,
    exists (select from members m where m.conversation_id = $2::uuid and m.principal_id = $1 and m.present) as is_in
  from (values (true)) one (one) left join search_generations g on g.active`,
);

/** Buckets of a generation, the newest first. */
export async function readBuckets({ sql: reading }: Reading, { generation }: Generation): Promise<Bucket[]> {
  const rows = await reading
    .selectFrom("search_buckets")
    .selectAll()
    .where("first_n", ">=", generation * span)
    .where("first_n", "<", (generation + 1) * span)
    .orderBy("first_n", "desc")
    .execute();
  return rows.map((row) => ({ first: row.first_n, end: row.end_n, fromAt: row.from_at, toAt: row.to_at }));
}

/** One more than the greatest number in use. */
function topOf({ generation, past, live }: Pick<Generation, "generation" | "past" | "live">): number {
  return live > generation * span + liveOffset ? live : past;
}

/**
 * Takes `count` growing numbers for rows written between two times, all in one bucket, which is made if need be.
 * @returns the first of them
 */
export async function takeNumbers(
  tx: Tx,
  generation: Generation,
  part: "past" | "live",
  rows: { count: number; fromAt: Date; toAt: Date; bucketRows: number },
): Promise<number> {
  const column = part === "past" ? "past_n" : "live_n";
  const state = await tx.sql
    .selectFrom("search_generations")
    .select(column)
    .where("generation", "=", generation.generation)
    .executeTakeFirstOrThrow();
  const next = (state as Record<string, number>)[column] ?? 0;
  const bucket = (await readBuckets(tx, generation)).find(({ first, end }) => first <= next && next <= end);
  const fits = bucket && next + rows.count <= bucket.end;
  const n = fits || !bucket ? next : bucket.end;
  const first = fits ? bucket.first : n;
  if (!fits) await createBucket(tx, { first, end: n + rows.bucketRows }, part);
  await sql`
    update search_buckets set from_at = least(from_at, ${rows.fromAt}::timestamptz),
      to_at = greatest(to_at, ${rows.toAt}::timestamptz)
    where first_n = ${first}::bigint`.execute(tx.sql);
  await sql`update search_generations set ${sql.ref(column)} = ${n + rows.count}::bigint
    where generation = ${generation.generation}`.execute(tx.sql);
  return n;
}

/**
 * A partition for [first, end). The token index gathers what is new in a list before it sorts it in: a short one where
 * people search while it grows, a long one where the past is filled in.
 */
async function createBucket(
  tx: Tx,
  { first, end }: { first: number; end: number },
  part: "past" | "live",
): Promise<void> {
  const name = bucketTable({ first });
  const pendingKb = part === "past" ? 16_384 : 1_024;
  const statements = [
    `create table ${name} (like search_messages)`,
    shapeBucket(name),
    `create index ${name}_n on ${name} (n)`,
    `create index ${name}_place on ${name} (conversation_id, seq)`,
    `create index ${name}_tokens on ${name} using gin (tokens) with (gin_pending_list_limit = ${pendingKb})`,
    `alter table search_messages attach partition ${name} for values from (${first}) to (${end})`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(tx.sql);
  await tx.sql.insertInto("search_buckets").values({ first_n: first, end_n: end }).execute();
  await remakeNewest(tx);
}

export function bucketTable({ first }: Pick<Bucket, "first">): string {
  return `search_messages_${first}`;
}

/** How much is counted for the planner, as migration 0020 has it. */
export function shapeBucket(table: string): string {
  return `alter table ${table} alter tokens set statistics 10, alter conversation_id set statistics 10,
    alter author_id set statistics 10, alter text set statistics 0, alter file_names set statistics 0`;
}

/** Sorts in what the token indexes of a generation have gathered, and counts anew for the planner. */
export async function settle(reading: Reading, generation: Generation): Promise<void> {
  for (const { first } of await readBuckets(reading, generation)) {
    const name = bucketTable({ first });
    await sql`select gin_clean_pending_list(${`${name}_tokens`}::regclass)`.execute(reading.sql);
    await sql.raw(`analyze ${name}`).execute(reading.sql);
  }
}

/** Drops the partitions that belong to no generation any more, one a transaction. */
export async function dropStale(transact: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>): Promise<void> {
  const oneMore = () =>
    transact(async (tx) => {
      await lockIndex(tx);
      const { rows } = await sql<{ first_n: number }>`
        select first_n from search_buckets b
        where not exists (select 1 from search_generations g
          where b.first_n >= g.generation::bigint * ${span}::bigint
            and b.first_n < (g.generation::bigint + 1) * ${span}::bigint)
        limit 1`.execute(tx.sql);
      const [row] = rows;
      if (!row) return false;
      await sql.raw(`drop table ${bucketTable({ first: row.first_n })}`).execute(tx.sql);
      await tx.sql.deleteFrom("search_buckets").where("first_n", "=", row.first_n).execute();
      return true;
    });
  while (await oneMore());
}
