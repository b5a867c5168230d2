import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readRows, until } from "@qunxin/testkit";

/**
 * What a kill -9 hits. `start`: the server, and its next life while it is still starting. `restart`: the database is shut
 * down in order instead, as an operator or a package's update does.
 */
export type Victim = "server" | "postgres" | "both" | "start" | "restart";

/** The product as an operator runs it, with the embedded PostgreSQL; it always comes back at the same address. */
export interface MortalServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** The process of the server's life of the moment. */
  readonly pid: () => number;
  readonly setupCode: string;
  /** Kills with SIGKILL and, where the server is hit, starts it again. Resolves when it serves; answers after how many ms. */
  kill(victim: Victim, startedForMs: number): Promise<number>;
  /** Kills the postmaster and waits for nothing. */
  hurtDatabase(): void;
  /** What it wrote as a warning or an error since its last start. */
  complaints(): string;
  /** How often it ended without being killed. */
  fallen(): number;
  /** Ends it as an operator does, and leaves its folder. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

export interface MortalOptions {
  /** A folder that is there already; else one is made. */
  readonly dataDir?: string;
  /** More of the environment, for the server and what it starts. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

const program = fileURLToPath(new URL("../../apps/server/src/start/start.ts", import.meta.url));
const startLimitMs = 90_000;

export async function startMortal(options: MortalOptions = {}): Promise<MortalServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "qunxin-kill-"));
  const bear = () => born(dataDir, port, options);
  const port = await freePort();
  const databaseUrl = `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
  let life = bear();
  let fallen = 0;
  await life.ready();

  async function killServer(): Promise<void> {
    if (life.child.exitCode !== null) fallen += 1;
    life.child.kill("SIGKILL");
    await life.ended;
  }

  return {
    url: `http://localhost:${port}`,
    databaseUrl,
    dataDir,
    pid: () => life.child.pid ?? 0,
    setupCode: /\/setup\?code=(\S+)/.exec(life.said())?.[1] ?? "",
    complaints: () => life.complaints(),
    fallen: () => fallen + (life.child.exitCode === null ? 0 : 1),
    hurtDatabase: () => killPostgres(dataDir),
    async kill(victim, startedForMs) {
      const since = performance.now();
      if (victim === "postgres" || victim === "restart") {
        killPostgres(dataDir, victim === "restart" ? "SIGINT" : "SIGKILL");
        const back = () => {
          if (life.child.exitCode !== null) throw new Error(`the server ended with its database: ${life.complaints()}`);
          return answers(databaseUrl);
        };
        await until("the database to be back", back, { timeoutMs: startLimitMs, everyMs: 50 });
        return performance.now() - since;
      }
      if (victim === "both") killPostgres(dataDir);
      await killServer();
      life = bear();
      if (victim === "start") {
        await delay(startedForMs);
        await killServer();
        life = bear();
      }
      await life.ready();
      return performance.now() - since;
    },
    async stop() {
      if (life.child.exitCode === null) life.child.kill("SIGTERM");
      await life.ended;
    },
    async remove() {
      if (life.child.exitCode === null) life.child.kill("SIGTERM");
      await life.ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Life {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  ready(): Promise<void>;
  said(): string;
  complaints(): string;
}

function born(dataDir: string, port: number, { env: more, node = [] }: MortalOptions): Life {
  const args = [...node, program, "--port", String(port), "--data", dataDir];
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, ...more };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  let said = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  const ready = () =>
    until(
      "the server to be ready",
      () => {
        if (child.exitCode !== null) throw new Error(`the server did not start: ${said}${complaints}`);
        return said.includes("ready at") ? null : said + complaints || "every word";
      },
      { timeoutMs: startLimitMs },
    );
  return { child, ended, ready, said: () => said, complaints: () => said + complaints };
}

/** The postmaster alone: what it leaves behind is part of the fault. */
function killPostgres(dataDir: string, signal: "SIGKILL" | "SIGINT" = "SIGKILL"): void {
  const pid = Number.parseInt(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
  process.kill(pid, signal);
}

async function answers(databaseUrl: string): Promise<string | null> {
  return readRows(databaseUrl, "select 1").then(
    () => null,
    (error: unknown) => String(error),
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "localhost");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
