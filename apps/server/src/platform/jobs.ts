import { setTimeout as delay } from "node:timers/promises";
import { Logger, type Runner, run, runMigrations, type TaskList } from "graphile-worker";
import { sql as raw } from "kysely";
import pg from "pg";
import type { Tx } from "./database.ts";
import type { Log } from "./log.ts";
import { jobs as figures, secondsSince } from "./metrics.ts";

/** Puts work into the background, in the transaction that wants it done: it happens if and only if that commits. */
export interface Jobs {
  enqueue(tx: Tx, task: string, payload: Record<string, unknown>): Promise<void>;
}

/**
 * One kind of background work. It may run again after a crash, so it must begin by looking at how far it got; `last`
 * says that no further attempt follows when this one fails, `stopping` that the process is about to end.
 */
export type BackgroundTask = (
  payload: Record<string, unknown>,
  attempt: { readonly last: boolean; readonly stopping?: AbortSignal },
) => Promise<void>;

const maxAttempts = 6;
const standbyMs = 2_000;
/** Any number that nothing else of ours locks. */
const workerLock = 7_305_511;

/** Prepares the queue's tables (schema graphile_worker) and answers the way into it. For every role. */
export async function openJobs(url: string, log: Log): Promise<Jobs> {
  await runMigrations({ connectionString: url, logger: quiet(log) });
  return {
    async enqueue({ sql }, task, payload) {
      await raw`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json,
        max_attempts => ${maxAttempts}::integer)`.execute(sql);
    },
  };
}

/** Tasks by name; those of `hourly` and `minutely` are put into the queue by the worker itself. */
export interface Work {
  tasks: Record<string, BackgroundTask>;
  hourly?: readonly string[];
  minutely?: readonly string[];
}

/**
 * Works the queue off, in one process of the installation at a time: who holds the lock works, others stand by. So
 * whatever is still marked as being worked on when the lock is obtained belonged to a process that is gone, and is
 * taken up again at once, instead of after graphile-worker's four hours.
 */
export function startWorker(url: string, work: Work, log: Log): Worker {
  const state = { lost: false };
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await workWhileLocked(url, work, log, { state, stopping: stopping.signal });
      } catch (err) {
        state.lost = true;
        log.warn({ err }, "background worker lost the database");
      }
      await delay(standbyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    lost: () => state.lost,
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** The worker of this process, at work or standing by. */
export interface Worker {
  /** It neither works nor stands by: its database is away. */
  lost(): boolean;
  stop(): Promise<void>;
}

interface Term {
  readonly state: { lost: boolean };
  readonly stopping: AbortSignal;
}

async function workWhileLocked(url: string, work: Work, log: Log, { state, stopping }: Term): Promise<void> {
  const holder = new pg.Client({ connectionString: url, application_name: "qunxin-worker", keepAlive: true });
  // A database that is shut down in order tells so and then hangs up: two errors, of which none may go unheard.
  const lost = new Promise<void>((resolve) => holder.on("error", () => resolve()).once("end", resolve));
  await holder.connect();
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  // graphile-worker stops listening before the last connection is closed: one that broke then ended the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  let runner: Runner | undefined;
  try {
    const { rows } = await holder.query("select pg_try_advisory_lock($1) as held", [workerLock]);
    state.lost = false;
    if (!rows[0]?.held || stopping.aborted) return;
    await holder.query(
      `select graphile_worker.force_unlock_workers(array(
        select distinct locked_by from graphile_worker.jobs where locked_by is not null))`,
    );
    runner = await startRunner(pool, work, log, stopping);
    const asked = new Promise<void>((resolve) => stopping.addEventListener("abort", () => resolve(), { once: true }));
    await Promise.race([lost, runner.promise, stopping.aborted ? undefined : asked]);
  } finally {
    await runner?.stop().catch((err) => log.warn({ err }, "background worker did not stop cleanly"));
    await pool.end().catch(() => undefined);
    await holder.end().catch(() => undefined);
  }
}

function startRunner(
  pgPool: pg.Pool,
  { tasks, hourly = [], minutely = [] }: Work,
  log: Log,
  stopping: AbortSignal,
): Promise<Runner> {
  const taskList: TaskList = {};
  for (const [name, task] of Object.entries(tasks)) {
    taskList[name] = async (payload, { job }) => {
      const attempt = { last: job.attempts >= job.max_attempts, stopping };
      const startedAt = performance.now();
      await task(payload as Record<string, unknown>, attempt).catch((err) => {
        log.error({ err, task: name, attempt: job.attempts }, "background task failed");
        figures.runs.inc({ task: name, outcome: "failed" });
        throw err;
      });
      figures.runs.inc({ task: name, outcome: "done" });
      figures.seconds.observe({ task: name }, secondsSince(startedAt));
    };
  }
  return run({
    pgPool,
    concurrency: 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList,
    crontab: [
      ...hourly.map((name) => `23 * * * * ${name} ?max=${maxAttempts}`),
      // Missed minutes are not made up for: each looks at all that is due. The key keeps them from piling up.
      ...minutely.map((name) => `* * * * * ${name} ?max=1&jobKey=${name}`),
    ].join("\n"),
    logger: quiet(log),
  });
}

/** graphile-worker's own words are for whoever debugs it. */
function quiet(log: Log): Logger {
  return new Logger(() => (_level, message) => log.debug({ message }, "graphile-worker"));
}
