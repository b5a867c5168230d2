import { stat } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import type { Log } from "../platform/log.ts";
import { startEmbeddedPostgres } from "../platform/postgres/index.ts";
import { onDatabase } from "./connect.ts";
import { OperationProblem } from "./problem.ts";
import { checkStructure, figuresOf, usedBlobs } from "./store.ts";

/** What was found in a folder that was just restored. */
export interface Verdict {
  readonly people: number;
  readonly messages: number;
  /** Files that something uses and whose bytes are not there: some were removed while the backup was made. */
  readonly missing: number;
  /** False where PostgreSQL has no `amcheck`. */
  readonly structureChecked: boolean;
}

/**
 * Starts the database of a data folder, which recovers, looks at every table and index and ends it again.
 * @throws restore/failed
 */
export async function verify(dataDir: string, log: Log): Promise<Verdict> {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  try {
    return await onDatabase(postgres.url, (client) => judge(client, dataDir));
  } finally {
    await postgres.stop();
  }
}

async function judge(client: pg.Client, dataDir: string): Promise<Verdict> {
  const broken = await checkStructure(client);
  if (broken?.length) throw new OperationProblem("restore/failed", `The database is damaged: ${broken[0]}`);
  const figures = await figuresOf(client);
  return { ...figures, missing: (await missingBlobs(client, dataDir)).length, structureChecked: broken !== null };
}

const perPage = 1_000;

/** Hashes of files that are used and not in the folder; the first `atMost`. */
export async function missingBlobs(client: pg.Client, dataDir: string, atMost = Infinity): Promise<string[]> {
  const missing: string[] = [];
  for (let after = ""; ; ) {
    const page = await usedBlobs(client, after, perPage);
    for (const hash of page) {
      const path = join(dataDir, "blobs", hash.slice(0, 2), hash.slice(2, 4), hash);
      if (!(await stat(path).catch(() => null))) missing.push(hash);
      if (missing.length >= atMost) return missing;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < perPage) return missing;
    after = last;
  }
}
