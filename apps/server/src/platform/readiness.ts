import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { readMigrations } from "./postgres/index.ts";

/** Why a node must not be sent anything now; stable words for load balancers and alarms. */
export type NotReady = "draining" | "database_unreachable" | "migrations_pending" | "worker_lost";

export interface Readiness {
  /** From now on the answer is no: what is under way ends, nothing new shall come. */
  drain(): void;
  /** All reasons why not; empty when it is ready. */
  ask(): Promise<NotReady[]>;
}

/** What is asked about a server by those who watch it. */
export interface Health {
  /** Whether the process works at all: the database answers. */
  healthy(): Promise<boolean>;
  readonly readiness: Readiness;
}

const migrationsDir = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * A bus that is down is no reason: every node would be taken out at once, though each looks into the store meanwhile
 * and loses nothing (ADR 0023). `workerLost` is asked where this process has the role of the worker.
 */
export function createHealth(pool: pg.Pool, workerLost: (() => boolean) | undefined): Health {
  const wanted = readMigrations(migrationsDir).length;
  const newest = () => pool.query<{ n: number }>("select max(number)::int as n from schema_migrations");
  const readiness = createReadiness({
    database_unreachable: async () => (await pool.query("select 1")) !== null,
    migrations_pending: async () => ((await newest()).rows[0]?.n ?? 0) >= wanted,
    worker_lost: () => !workerLost?.(),
  });
  return { readiness, healthy: async () => (await pool.query("select 1").catch(() => null)) !== null };
}

const answerWithinMs = 2_000;

/** Asks every check at once; one that fails or takes longer than two seconds says no. */
export function createReadiness(checks: Partial<Record<NotReady, () => Promise<boolean> | boolean>>): Readiness {
  let draining = false;
  return {
    drain() {
      draining = true;
    },
    async ask() {
      if (draining) return ["draining"];
      const asked = Object.entries(checks).map(async ([reason, check]) => {
        const tooLong = delay(answerWithinMs, false, { ref: false });
        const fine = await Promise.race([Promise.resolve().then(check), tooLong]).catch(() => false);
        return fine ? [] : [reason as NotReady];
      });
      const reasons = (await Promise.all(asked)).flat();
      return draining ? ["draining"] : reasons;
    },
  };
}
