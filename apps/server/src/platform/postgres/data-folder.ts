import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { processState } from "./postmaster.ts";
import { errorCode, fileProblem, StartProblem } from "./start-problem.ts";

export type DataFolderLock = { release(): void };

const heartbeatMs = 10_000;
const foreignLockDiesAfterMs = 45_000;

/**
 * Makes `dataDir` if needed and holds it for this process alone. The lock of a crashed process is taken over: on this
 * machine a process is known by its number and its start time, another machine (or container) by a heartbeat.
 * @throws start/data_folder_in_use, start/data_folder_not_writable, start/disk_full
 */
export function lockDataFolder(dataDir: string): DataFolderLock {
  const folder = resolve(dataDir);
  const path = join(folder, "qunxin.lock");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const mine = takeLock(path, folder);
    const heartbeat = setInterval(() => beat(path), heartbeatMs).unref();
    return {
      release() {
        clearInterval(heartbeat);
        if (read(path) === mine) rmSync(path, { force: true });
      },
    };
  } catch (error) {
    throw fileProblem(error, folder) ?? error;
  }
}

type Holder = { pid: number; host: string; since: string };

function takeLock(path: string, folder: string): string {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: startedAt(process.pid) } satisfies Holder);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (link(draft, path)) return mine;
      const found = read(path);
      if (found === undefined) continue;
      refuseIfAlive(found, path, folder);
      discard(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new StartProblem("start/data_folder_in_use", `Another Qunxin is just starting on ${folder}.`);
}

/** A hard link appears with its whole content or not at all, and never over an existing file. */
function link(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes the stale lock `found`; puts back what another start may have laid there in the meantime. */
function discard(path: string, found: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  if (read(aside) !== found) link(aside, path);
  rmSync(aside, { force: true });
}

function refuseIfAlive(found: string, path: string, folder: string): void {
  const holder = parse(found);
  if (holder === undefined) return;
  const here = holder.host === hostname();
  const alive = here ? isRunning(holder) : Date.now() - modifiedAt(path) < foreignLockDiesAfterMs;
  if (!alive) return;
  const where = here ? "" : ` on ${holder.host}`;
  throw new StartProblem(
    "start/data_folder_in_use",
    `Qunxin already runs on ${folder} (process ${holder.pid}${where}). ` +
      "Stop that one first, or choose another folder with --data DIR.",
  );
}

function isRunning({ pid, since }: Holder): boolean {
  return processState(pid).alive && startedAt(pid) === since;
}

/** A process number is reused in time; together with this it is not. */
function startedAt(pid: number): string {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // Field 22; counted from behind the name, which may hold spaces.
    return `${bootId}:${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return "";
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function beat(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // A disk that cannot be written shows itself elsewhere; the lock of a living process on this host holds anyway.
  }
}
