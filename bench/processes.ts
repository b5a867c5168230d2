import { type ChildProcess, fork, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LoadJob, LoadResult } from "./load.ts";

/** The real server as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly setupCode: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const startFile = fileURLToPath(new URL("../apps/server/src/start/start.ts", import.meta.url));

/** Starts the server as `npm start` does, with its own PostgreSQL in `dataDir` unless a database is given. */
export async function startServer(dataDir: string, databaseUrl: string | undefined): Promise<ServerProcess> {
  const database = databaseUrl ? ["--database-url", databaseUrl] : [];
  const child = spawn(process.execPath, [startFile, "--port", "0", "--data", dataDir, ...database], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const announced = await firstOutput(child, /\/setup\?code=(\S+)/);
  const url = /(http:\/\/\S+?)\/setup\?code=/.exec(announced)?.[1];
  const setupCode = /\/setup\?code=(\S+)/.exec(announced)?.[1];
  if (!url || !setupCode || !child.pid) throw new Error(`the server did not say where it is: ${announced}`);
  return { url, setupCode, pid: child.pid, stop: () => stop(child) };
}

/** Runs one load job in a process of its own, so that its work is not counted as the server's. */
export async function runLoad(job: LoadJob): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL("load.ts", import.meta.url)));
  const result = await new Promise<LoadResult>((done, failed) => {
    child.once("message", (message) => done(message as LoadResult));
    child.once("exit", (code) => failed(new Error(`the load generator ended with ${code}`)));
    child.send(job);
  });
  child.disconnect();
  return result;
}

/** Waits until a process has printed what is looked for, and answers all it printed. */
export function firstOutput(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((done, failed) => {
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (wanted.test(said)) done(said);
    });
    child.once("exit", (code) => failed(new Error(`ended with ${code} after saying: ${said}`)));
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}

/** CPU seconds used so far by a process and all its children and theirs; null where there is no /proc. */
export function cpuSeconds(pid: number): number | null {
  try {
    const all = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(readStat);
    const family = new Set([pid]);
    // Parents have usually, but not always, smaller ids: repeat until nothing is added.
    for (let size = 0; size !== family.size; ) {
      size = family.size;
      for (const one of all) if (family.has(one.parent)) family.add(one.pid);
    }
    const ticks = all.filter((one) => family.has(one.pid)).reduce((sum, one) => sum + one.ticks, 0);
    return ticks / 100;
  } catch {
    return null;
  }
}

function readStat(name: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const text = readFileSync(`/proc/${name}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    // It ended while we looked.
    return [];
  }
}
