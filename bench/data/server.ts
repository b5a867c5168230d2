import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The real server on a data folder that stays. */
export interface KeptServer {
  readonly url: string;
  /** Null once somebody has set the company up. */
  readonly setupCode: string | null;
  readonly databaseUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const startFile = fileURLToPath(new URL("../../apps/server/src/start/start.ts", import.meta.url));

/** Starts the server as `npm start` does, with its own PostgreSQL in `dataDir`. */
export async function startOn(dataDir: string): Promise<KeptServer> {
  const child = spawn(process.execPath, [startFile, "--port", "0", "--data", dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await announced(child);
  const url = /is ready at (http:\S+)/.exec(said)?.[1];
  if (!url || !child.pid) throw new Error(`the server did not say where it is: ${said}`);
  const setupCode = /\/setup\?code=(\S+)/.exec(said)?.[1] ?? null;
  return { url, setupCode, databaseUrl: databaseUrlOf(dataDir), pid: child.pid, stop: () => stop(child) };
}

function databaseUrlOf(dataDir: string): string {
  return `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
}

function announced(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      // The announcement is one write, which ends with an empty line.
      if (/is ready at .*\n\n$/s.test(said)) done(said);
    });
    child.once("exit", (code) => failed(new Error(`the server ended with ${code} after saying: ${said}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}
