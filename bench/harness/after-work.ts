import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { cpuSeconds } from "./cpu.ts";

const everyMs = 100;
const patienceMs = 300_000;

/**
 * Waits until the server's after-work (search index, pushes) has caught up with what was sent; answers the seconds. What
 * one scenario leaves behind is not to be measured as the next one's.
 */
export async function awaitAfterWork(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const startedAt = performance.now();
  try {
    const left = async () => (await client.query("select from outbox where parked_at is null limit 1")).rowCount ?? 0;
    while ((await left()) > 0) {
      if (performance.now() - startedAt > patienceMs) throw new Error("the after-work does not catch up");
      await delay(everyMs);
    }
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await client.end();
  }
}

const quietCores = 0.1;
const quietForMs = 1_000;
const quietWithinMs = 20_000;

/**
 * Waits until a server and its PostgreSQL are at rest, for a while at most: PostgreSQL tidies up by itself behind what was
 * written, and takes as much as half a core for seconds.
 */
export async function awaitRest(pid: number): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < quietWithinMs) {
    const before = cpuSeconds(pid);
    if (Number.isNaN(before)) return;
    await delay(quietForMs);
    if (((cpuSeconds(pid) - before) * 1_000) / quietForMs < quietCores) return;
  }
}
