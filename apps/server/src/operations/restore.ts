import { execFile } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createZstdDecompress } from "node:zlib";
import type { Log } from "../platform/log.ts";
import { errorCode, fileProblem, lockDataFolder, readMigrations } from "../platform/postgres/index.ts";
import type { Head } from "./archive.ts";
import { OperationProblem } from "./problem.ts";
import { damaged, type OpenKeys, opener } from "./seal.ts";
import { unpack } from "./unpack.ts";
import { type Verdict, verify } from "./verify.ts";

export interface RestoreOptions extends OpenKeys {
  readonly from: string;
  /** A folder that is empty or not there yet. */
  readonly dataDir: string;
  readonly log: Log;
}

export interface Restored extends Verdict {
  readonly head: Head;
  readonly files: number;
  readonly bytes: number;
}

/** In the data folder while a restore is under way; nothing of it is used before all of it was verified. */
const draftName = "restore.partial";
/** The only PostgreSQL whose files this version can run. */
const clusterMajor = 18;

/**
 * Lays a backup into an empty data folder, starts its database there and looks at all of it; only then everything
 * gets its name. Interrupted, it leaves nothing but its own draft, which the next restore clears away.
 * @throws restore/*, start/data_folder_in_use, start/data_folder_not_writable, start/disk_full
 */
export async function restore({ from, dataDir, log, ...keys }: RestoreOptions): Promise<Restored> {
  const open = opener(keys);
  if (!existsSync(from)) throw new OperationProblem("restore/source_missing", `There is no file ${from}.`);
  const lock = lockDataFolder(dataDir);
  const draft = join(dataDir, draftName);
  try {
    await refuseUnlessEmpty(dataDir);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    const { head, tail } = await unpackFrom(from, open, draft);
    const verdict = await verify(draft, log);
    await settle(draft, dataDir);
    return { head, ...tail, ...verdict };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw fileProblem(error, dataDir) ?? error;
  } finally {
    lock.release();
  }
}

const ofNoAccount = new Set([draftName, "qunxin.lock", "lost+found"]);

async function refuseUnlessEmpty(dataDir: string): Promise<void> {
  const found = (await readdir(dataDir)).filter((name) => !ofNoAccount.has(name));
  if (found.length === 0) return;
  throw new OperationProblem(
    "restore/folder_not_empty",
    `${dataDir} is not empty (${found.slice(0, 3).join(", ")}). A restore overwrites nothing: name an empty folder with --data DIR.`,
  );
}

async function unpackFrom(from: string, open: ReturnType<typeof opener>, draft: string) {
  let head: Head | undefined;
  let tail = { files: 0, bytes: 0 };
  const unpacking = async (source: AsyncIterable<Uint8Array>) => {
    tail = await unpack(source, draft, (found) => {
      refuseUnfit(found);
      head = found;
    });
  };
  try {
    await pipeline(createReadStream(from, { highWaterMark: 1024 * 1024 }), open, createZstdDecompress(), unpacking);
  } catch (error) {
    // What age did not encrypt for us is told by the decompression or by the shape of the tar.
    const known = error instanceof OperationProblem || fileProblem(error, draft) !== undefined;
    throw known ? error : damaged(error);
  }
  if (!head) throw damaged("no head");
  return { head, tail };
}

/** What this version cannot run is told before it is unpacked. */
function refuseUnfit({ format, version, database, migration }: Head): void {
  const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
  if (format !== 1 || migration > readMigrations(migrations).length) {
    throw new OperationProblem("restore/newer", `The backup was made by Qunxin ${version}, newer than this one.`);
  }
  if (database.kind === "cluster" && database.major !== clusterMajor) {
    const line = `The backup holds a PostgreSQL ${database.major}, this version runs ${clusterMajor}.`;
    throw new OperationProblem("restore/other_postgres", `${line} Restore with the version of Qunxin that made it.`);
  }
}

/** The database last: a folder without it is not taken for an installation. */
async function settle(draft: string, dataDir: string): Promise<void> {
  for (const name of ["secret.key", "blobs", "postgres"]) {
    if (existsSync(join(draft, name))) await rename(join(draft, name), join(dataDir, name));
  }
  await rm(draft, { recursive: true, force: true });
  // One call for the whole file system, instead of one for each of a million files.
  await promisify(execFile)("sync", ["-f", dataDir]).catch((error: unknown) => {
    if (errorCode(error) !== "ENOENT") throw error;
  });
}
