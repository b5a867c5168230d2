import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { newId } from "../platform/ids.ts";
import { type Archive, ifGone } from "./archive.ts";
import { onDatabase } from "./connect.ts";
import { OperationProblem } from "./problem.ts";
import { beginCopy, type CopyEnd, endCopy } from "./store.ts";

/**
 * Copies the files of a running cluster into the archive under `postgres/`, as pg_basebackup does: what is torn by
 * being written meanwhile is mended by the log that goes along, up to the moment the copy ended.
 */
export async function copyCluster(archive: Archive, url: string, pgData: string): Promise<void> {
  await onDatabase(url, async (client) => {
    const from = await beginCopy(client, `qunxin_backup_${newId().replaceAll("-", "_")}`);
    await archive.folder("postgres");
    await copyFolder(archive, pgData, "");
    await archive.text(`postgres/${controlFile}`, await readControlFile(pgData));
    const end = await endCopy(client, from);
    await archive.text("postgres/backup_label", end.label);
    await copyLog(archive, pgData, end);
  });
}

const controlFile = "global/pg_control";
/** Made anew at every start, or of no meaning to a copy. Their folders must exist. */
const emptied = new Set(
  "pg_wal pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp pg_subtrans".split(" "),
);
const left = /^(postmaster\.(pid|opts)|backup_label.*|pg_internal\.init.*|pgsql_tmp.*|.*\.tmp)$/;

async function copyFolder(archive: Archive, pgData: string, folder: string): Promise<void> {
  const entries = (await readdir(join(pgData, folder), { withFileTypes: true }).catch(ifGone)) ?? [];
  for (const entry of entries) {
    const name = folder ? `${folder}/${entry.name}` : entry.name;
    if (left.test(entry.name) || name === controlFile) continue;
    if (entry.isFile()) await archive.file(`postgres/${name}`, join(pgData, name));
    if (!entry.isDirectory()) continue;
    await archive.folder(`postgres/${name}`);
    if (!emptied.has(name)) await copyFolder(archive, pgData, name);
  }
}

/** Read until it is the same twice: PostgreSQL writes over it in place. */
async function readControlFile(pgData: string): Promise<Buffer> {
  const path = join(pgData, controlFile);
  let before = await readFile(path);
  for (let tries = 0; tries < 50; tries++) {
    await delay(2);
    const now = await readFile(path);
    if (now.equals(before)) return now;
    before = now;
  }
  throw new OperationProblem("backup/failed", `${path} is never at rest.`);
}

async function copyLog(archive: Archive, pgData: string, { from, to }: CopyEnd): Promise<void> {
  const present = (await readdir(join(pgData, "pg_wal"))).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
  const needed = present.filter((name) => name >= from && name <= to);
  for (const name of needed) await archive.file(`postgres/pg_wal/${name}`, join(pgData, "pg_wal", name));
  if (needed.length === 0 || needed.length !== numberOf(to) - numberOf(from) + 1) {
    throw new OperationProblem(
      "backup/failed",
      `Of the log from ${from} to ${to} only ${needed.length} files are left.`,
    );
  }
}

/** Timeline, log, segment: eight digits each; with 16 MB a segment a log has 256. */
function numberOf(segment: string): number {
  return Number.parseInt(segment.slice(8, 16), 16) * 256 + Number.parseInt(segment.slice(16), 16);
}
