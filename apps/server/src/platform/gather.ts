import type pg from "pg";
import type { Database } from "./database.ts";
import { jobs, outbox, database as pools, registry } from "./metrics.ts";

/**
 * The figures of this process as Prometheus reads them, with what only the store knows looked up first. Without an
 * answer from the store the rest is told all the same.
 */
export async function gather({ pool, pools: all }: Pick<Database, "pool" | "pools">): Promise<string> {
  for (const [name, { totalCount, idleCount, waitingCount }] of Object.entries(all)) {
    pools.connections.set({ pool: name, state: "idle" }, idleCount);
    pools.connections.set({ pool: name, state: "used" }, totalCount - idleCount);
    pools.waiting.set({ pool: name }, waitingCount);
  }
  await Promise.all([lookAtOutbox(pool), lookAtJobs(pool)]).catch(() => undefined);
  return registry.metrics();
}

interface OutboxRow {
  consumer: string;
  rows: number;
  entries: number;
  parked: number;
  lag: number;
}

/** How late a consumer is, is how long ago the oldest entry was stored that still waits for it. */
async function lookAtOutbox(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<OutboxRow>(
    `select consumer, count(*) filter (where parked_at is null)::int as rows,
      coalesce(sum(cardinality(seqs)) filter (where parked_at is null), 0)::int as entries,
      count(parked_at)::int as parked, coalesce(max(lag), 0)::float8 as lag
    from outbox o left join lateral (
      select extract(epoch from now() - e.created_at) as lag from entries e
      where o.parked_at is null and e.conversation_id = o.conversation_ids[1] and e.seq = o.seqs[1]
        and o.id = (select min(id) from outbox f where f.consumer = o.consumer and f.parked_at is null)) late on true
    group by consumer`,
  );
  for (const metric of [outbox.rows, outbox.entries, outbox.parked, outbox.lag]) metric.reset();
  for (const { consumer, ...row } of [...nothing, ...rows]) {
    outbox.rows.set({ consumer }, row.rows);
    outbox.entries.set({ consumer }, row.entries);
    outbox.parked.set({ consumer }, row.parked);
    outbox.lag.set({ consumer }, Math.max(0, row.lag));
  }
}

/** A consumer without rows is told as such: an alarm needs a figure. */
const nothing: OutboxRow[] = ["search", "notify"].map((consumer) => ({
  consumer,
  rows: 0,
  entries: 0,
  parked: 0,
  lag: 0,
}));

async function lookAtJobs(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ task: string; waiting: number; failed: number }>(
    `select task_identifier as task,
      count(*) filter (where run_at <= now() and attempts < max_attempts and locked_at is null)::int as waiting,
      count(*) filter (where attempts >= max_attempts and locked_at is null)::int as failed
    from graphile_worker.jobs group by task_identifier`,
  );
  for (const metric of [jobs.waiting, jobs.failed]) metric.reset();
  for (const { task, waiting, failed } of rows) {
    jobs.waiting.set({ task }, waiting);
    jobs.failed.set({ task }, failed);
  }
}
