import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Log } from "../platform/log.ts";
import { StartProblem } from "../platform/postgres/index.ts";
import { ordersVariable, type WorkerOrder, type WorkerOrders, type WorkerReady } from "./worker-words.ts";

export interface CrewDeps {
  readonly size: number;
  readonly databaseUrl: string;
  readonly log: Pick<Log, "warn" | "info" | "error">;
}

/** The processes of `--workers N`, which share one port: this process listens and hands connections round. */
export interface Crew {
  readonly url: string;
  readonly adminUrl?: string;
  /** What the first of them has for the operator. */
  readonly lines: readonly string[];
  /** Renews one process after the other: the new one serves before the old one hands its clients over. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

const leaveWithinMs = 25_000;
const stopWithinMs = 12_000;
/** Whoever fell sooner after its start than that is followed by the next only after a pause. */
const steadyMs = 10_000;
const longestPauseMs = 15_000;

/**
 * Starts the processes, and another one whenever one falls.
 * @throws start/worker_failed when they cannot be started to begin with
 */
export async function startCrew({ size, databaseUrl, log }: CrewDeps): Promise<Crew> {
  const crew = new Set<Worker>();
  const leaving = new Set<Worker>();
  const places = new Set<number>();
  let stopping = false;
  let fallsInARow = 0;
  let renewing: Promise<void> | null = null;
  cluster.setupPrimary({ exec: fileURLToPath(new URL("worker.ts", import.meta.url)), args: process.argv.slice(2) });
  cluster.schedulingPolicy = cluster.SCHED_RR;

  function freePlace(): number {
    for (let place = 0; ; place++) if (!places.has(place)) return place;
  }

  async function hire(first: boolean): Promise<WorkerReady> {
    const place = freePlace();
    places.add(place);
    const orders: WorkerOrders = { databaseUrl, first, place };
    const worker = cluster.fork({ [ordersVariable]: JSON.stringify(orders) });
    worker.once("exit", () => places.delete(place));
    const ready = await readyOf(worker);
    const since = performance.now();
    crew.add(worker);
    worker.once("exit", () => {
      crew.delete(worker);
      if (!stopping && !leaving.has(worker)) void replace(worker, performance.now() - since);
    });
    return ready;
  }

  async function replace({ process: { pid, exitCode, signalCode } }: Worker, livedMs: number): Promise<void> {
    fallsInARow = livedMs < steadyMs ? fallsInARow + 1 : 0;
    log.warn({ pid, exitCode, signalCode, livedMs: Math.round(livedMs) }, "a worker ended; another one is started");
    for (;;) {
      await delay(fallsInARow && Math.min(longestPauseMs, 500 * 2 ** fallsInARow));
      if (stopping) return;
      try {
        await hire(false);
        return;
      } catch (err) {
        fallsInARow += 1;
        log.error({ err }, "a worker could not be started");
      }
    }
  }

  async function dismiss(worker: Worker, order: WorkerOrder, withinMs: number): Promise<void> {
    leaving.add(worker);
    const gone = once(worker, "exit");
    if (worker.isConnected()) worker.send(order);
    const tooLong = setTimeout(() => worker.process.kill("SIGKILL"), withinMs);
    if (!worker.isDead()) await gone;
    clearTimeout(tooLong);
    leaving.delete(worker);
  }

  async function renewAll(): Promise<void> {
    const before = [...crew];
    for (const worker of before) {
      if (stopping) return;
      await hire(false);
      await dismiss(worker, "leave", leaveWithinMs);
    }
    log.info({ workers: before.length }, "every worker was renewed");
  }

  async function stop(): Promise<void> {
    stopping = true;
    await Promise.all([...crew].map((worker) => dismiss(worker, "stop", stopWithinMs)));
  }

  try {
    const first = await hire(true);
    await Promise.all(Array.from({ length: size - 1 }, () => hire(false)));
    return {
      ...first,
      renew() {
        renewing ??= renewAll()
          .catch((err) => log.error({ err }, "the workers could not be renewed; those that are there go on"))
          .finally(() => {
            renewing = null;
          });
        return renewing;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves when it serves; what kept it from it, it has written to stderr. */
function readyOf(worker: Worker): Promise<WorkerReady> {
  return new Promise((done, fail) => {
    worker.once("message", done);
    worker.once("error", fail);
    worker.once("exit", (code) =>
      fail(new StartProblem("start/worker_failed", `A worker ended with ${code} before it served; why is above.`)),
    );
  });
}
