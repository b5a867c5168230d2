import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../platform/log.ts";
import { lockDataFolder, runningPostgresUrl, StartProblem, startEmbeddedPostgres } from "../platform/postgres/index.ts";
import { OperationProblem } from "./problem.ts";

/** The PostgreSQL of a data folder: that of the server that runs on it, or one started for this. Never migrated. */
export async function reachPostgres(dataDir: string, log: Log): Promise<{ url: string; close(): Promise<void> }> {
  if (!existsSync(join(dataDir, "postgres"))) {
    throw new OperationProblem(
      "operations/nothing_there",
      `There is no database in ${dataDir}. Name the data folder with --data DIR.`,
    );
  }
  const lock = takeLock(dataDir);
  if (!lock) return { url: runningPostgresUrl(dataDir), close: async () => undefined };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    return {
      url: postgres.url,
      async close() {
        await postgres.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Null when a running server holds the folder. */
function takeLock(dataDir: string) {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof StartProblem && error.code === "start/data_folder_in_use") return null;
    throw error;
  }
}
