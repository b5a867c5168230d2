import { createWriteStream, existsSync } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { systemClock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { serverVersion } from "../platform/version.ts";
import { type Archive, createArchive, type Head, headName, ifGone, type Tail, tailName } from "./archive.ts";
import { copyCluster } from "./cluster-copy.ts";
import { onDatabase } from "./connect.ts";
import { reachPostgres } from "./embedded.ts";
import { OperationProblem } from "./problem.ts";
import { type SealKeys, sealer } from "./seal.ts";
import { versionsOf } from "./store.ts";

export interface BackupOptions extends SealKeys {
  readonly dataDir: string;
  /** The file to make; it must not exist. */
  readonly to: string;
  /** The installation's secret, where it is kept in the environment. */
  readonly secret?: string | undefined;
  readonly log: Log;
}

export interface BackupMade {
  readonly to: string;
  readonly files: number;
  readonly bytes: number;
  /** Bytes of the backup itself. */
  readonly size: number;
}

/**
 * Writes database, files and secret of a data folder into one encrypted file, while the server serves or not. Nothing
 * of it lies unencrypted on the disk, and the file has its name only once it is whole and synced.
 * @throws backup/*, operations/nothing_there
 */
export async function backUp({ dataDir, to, secret, log, ...keys }: BackupOptions): Promise<BackupMade> {
  const seal = sealer(keys);
  const target = resolve(to);
  if (existsSync(target)) throw new OperationProblem("backup/target_exists", `${target} exists. Name another file.`);
  const database = await reachPostgres(dataDir, log);
  try {
    const archive = createArchive(systemClock.now());
    const filled = fill(archive, database.url, dataDir, secret);
    const written = writeOut(archive, filled, seal, target).catch((error: Error) => {
      archive.fail(error);
      throw error;
    });
    // Both have ended before the database is given back, whichever failed.
    await Promise.allSettled([written, filled]);
    await written;
    return { to: target, ...(await filled), size: (await stat(target)).size };
  } catch (error) {
    throw asProblem(error, target);
  } finally {
    await database.close();
  }
}

/** Files come after the database: whatever it says exists is there by then. */
async function fill(archive: Archive, url: string, dataDir: string, secret: string | undefined): Promise<Tail> {
  try {
    await archive.text(headName, JSON.stringify(await headOf(url), null, 2));
    if (secret) await archive.text("secret.key", `${secret}\n`);
    else await archive.file("secret.key", join(dataDir, "secret.key"));
    await copyCluster(archive, url, join(dataDir, "postgres"));
    await copyBlobs(archive, dataDir);
    const tail = archive.count();
    await archive.text(tailName, JSON.stringify(tail));
    archive.end();
    return tail;
  } catch (error) {
    archive.fail(error as Error);
    throw error;
  }
}

async function headOf(url: string): Promise<Head> {
  const { migration, major } = await onDatabase(url, versionsOf);
  const madeAt = systemClock.now().toISOString();
  return { format: 1, version: serverVersion, madeAt, database: { kind: "cluster", major }, migration };
}

async function copyBlobs(archive: Archive, dataDir: string): Promise<void> {
  for (const first of await foldersIn(join(dataDir, "blobs"))) {
    for (const second of await foldersIn(join(dataDir, "blobs", first))) {
      const folder = join(dataDir, "blobs", first, second);
      for (const hash of (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name))) {
        await archive.file(`blobs/${first}/${second}/${hash}`, join(folder, hash));
      }
    }
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const names = (await readdir(path).catch(ifGone)) ?? [];
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name));
}

async function writeOut(
  archive: Archive,
  filled: Promise<Tail>,
  seal: ReturnType<typeof sealer>,
  target: string,
): Promise<void> {
  const draft = `${target}.partial`;
  const handle = await open(draft, "w", 0o600);
  try {
    await pipeline(
      archive.bytes,
      createZstdCompress({ chunkSize: 256 * 1024 }),
      seal,
      createWriteStream("", {
        fd: handle.fd,
        autoClose: false,
        highWaterMark: 1024 * 1024,
      }),
    );
    await filled;
    await handle.sync();
    await handle.close();
    await rename(draft, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** The name must outlast a power cut as well as the bytes. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}

function asProblem(error: unknown, target: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new OperationProblem("backup/disk_full", `The disk of ${target} is full; the backup was not made.`, {
      cause: error,
    });
  }
  if (path === `${target}.partial`) {
    return new OperationProblem("backup/target_not_writable", `${target} cannot be written (${code}).`, {
      cause: error,
    });
  }
  return error;
}
