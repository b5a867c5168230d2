import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

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
