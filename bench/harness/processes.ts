import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoadJob, LoadResult } from "../load/jobs.ts";
import type { BenchServer } from "./scenario.ts";

/** The program behind `npm start`; also a command line (`search rebuild`). */
export const startFile = fileURLToPath(new URL("../../apps/server/src/start/start.ts", import.meta.url));
const workerFile = fileURLToPath(new URL("../load/worker.ts", import.meta.url));

/** Starts the server as `npm start` does, with its own PostgreSQL in a new data folder unless a database is given. */
export async function startServer(externalUrl: string | undefined): Promise<BenchServer> {
  // PostgreSQL may run as another user, who must reach its folder.
  const dataDir = mkdtempSync(join(tmpdir(), "qunxin-bench-"));
  const database = externalUrl ? ["--database-url", externalUrl] : [];
  const child = spawn(process.execPath, [startFile, "--port", "0", "--data", dataDir, ...database], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const announced = await firstOutput(child, /\/setup\?code=(\S+)/);
  const url = /(http:\/\/\S+?)\/setup\?code=/.exec(announced)?.[1];
  const setupCode = /\/setup\?code=(\S+)/.exec(announced)?.[1];
  if (!url || !setupCode || !child.pid) throw new Error(`the server did not say where it is: ${announced}`);
  const embedded = `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
  return {
    // Not by name, which would be looked up for each of thousands of sockets.
    url: url.replace("//localhost:", "//127.0.0.1:"),
    setupCode,
    pid: child.pid,
    dataDir,
    databaseUrl: externalUrl ?? embedded,
    async stop() {
      await stop(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs load jobs side by side, each in a process of its own, so that its work is not counted as the server's. */
export function runLoads(jobs: readonly LoadJob[]): Promise<LoadResult[]> {
  return Promise.all(jobs.map(runLoad));
}

async function runLoad(job: LoadJob): Promise<LoadResult> {
  const child = fork(workerFile, { serialization: "advanced" });
  const result = await new Promise<LoadResult>((done, failed) => {
    child.once("message", (message) => done(message as LoadResult));
    child.once("exit", (code) => failed(new Error(`the load process ended with ${code}`)));
    child.send(job);
  });
  if (child.connected) child.disconnect();
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
