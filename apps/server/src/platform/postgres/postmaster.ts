import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** What a process is, as far as this machine tells: its command line, or that it is gone. */
export type ProcessState = { alive: false } | { alive: true; command: string };

/** Looks a process up by number. A zombie counts as gone: it holds no file. */
export function processState(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return { alive: false };
  }
  const command = commandLine(pid);
  return command === "" ? { alive: false } : { alive: true, command };
}

/**
 * Ends a server that a crashed start left behind on this data directory, and forgets a lock file that names a process
 * which is not PostgreSQL (numbers are reused after a reboot). Immediate shutdown, never the fast one: sent during
 * crash recovery, SIGINT hung for ever in most tries; recovery from the log loses nothing.
 */
export async function endOrphan(pgData: string): Promise<"none" | "ended" | "forgotten"> {
  const pid = postmasterPid(pgData);
  if (pid === undefined) return "none";
  const state = processState(pid);
  if (!state.alive) return "none";
  if (!state.command.includes(pgData)) {
    rmSync(join(pgData, "postmaster.pid"), { force: true });
    return "forgotten";
  }
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    process.kill(pid, signal);
    if (await gone(pid, 5_000)) break;
  }
  return "ended";
}

function postmasterPid(pgData: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(pgData, "postmaster.pid"), "utf8"), 10);
    return pid > 0 && pid !== process.pid ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 20) {
    if (!processState(pid).alive) return true;
    await delay(20);
  }
  return false;
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
