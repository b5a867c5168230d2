import { rebuild } from "../domains/search/index.ts";
import { systemClock } from "../platform/clock.ts";
import { openDatabase } from "../platform/database.ts";
import type { Log } from "../platform/log.ts";

const tellEveryMs = 1_000;

/** `npm start -- search rebuild`: builds the search index anew and tells how far it is. */
export async function runRebuild(databaseUrl: string, log: Log): Promise<void> {
  const database = openDatabase(databaseUrl, ({ message }) => log.warn({ message }, "a database connection broke"), 2);
  let toldAt = performance.now();
  try {
    const count = await rebuild({ ...database, clock: systemClock }, (done, total) => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      process.stdout.write(`  ${done} of about ${total} messages (${Math.floor((done / total) * 100)} %)\n`);
    });
    process.stdout.write(`The search index was built anew; ${count} messages were read.\n`);
  } finally {
    await database.close();
  }
}
