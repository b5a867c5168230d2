import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awaitAfterWork, awaitRest } from "./after-work.ts";
import { createDatabase } from "./database.ts";
import { postgresVersion } from "./machine.ts";
import { runLoads, startServer } from "./processes.ts";
import type { BenchContext, BenchServer, Mode } from "./scenario.ts";
import { prepareStage, type Stage } from "./stage.ts";

const lengths: Record<Mode, { tries: number; seconds: number }> = {
  quick: { tries: 1, seconds: 2.5 },
  default: { tries: 3, seconds: 4 },
  full: { tries: 3, seconds: 7 },
};

/** The context of a whole run, and what ends it. */
export interface Run {
  readonly context: BenchContext;
  /** Stops what the last scenario had for itself. */
  endScenario(): Promise<void>;
  /** Stops everything and removes all files. */
  end(): Promise<void>;
  /** Version of the PostgreSQL that was used; null before there was one. */
  postgres(): string | null;
}

/** @param externalUrl a PostgreSQL to use instead of the embedded one; each server gets a database of its own there */
export function createRun(mode: Mode, externalUrl: string | undefined, log: (sentence: string) => void): Run {
  checkOpenFiles();
  const folder = mkdtempSync(join(tmpdir(), "qunxin-bench-"));
  let live: Promise<Stage> | null = null;
  let fresh: BenchServer[] = [];
  let postgres: string | null = null;

  async function start(): Promise<BenchServer> {
    const database = externalUrl ? await createDatabase(externalUrl) : null;
    const server = await startServer(database?.url);
    postgres ??= await postgresVersion(server.databaseUrl);
    async function stop(): Promise<void> {
      await server.stop();
      await database?.drop();
    }
    return { ...server, stop };
  }

  async function endScenario(): Promise<void> {
    const ending = fresh;
    fresh = [];
    for (const server of ending) await server.stop();
  }

  return {
    context: {
      mode,
      ...lengths[mode],
      folder,
      async live() {
        live ??= start().then((server) => prepareStage(server, log));
        const stage = await live;
        await awaitAfterWork(stage.server.databaseUrl);
        await awaitRest(stage.server.pid);
        return stage;
      },
      async fresh() {
        const server = await start();
        fresh.push(server);
        return server;
      },
      load: (...jobs) => runLoads(jobs),
      log,
    },
    endScenario,
    async end() {
      await endScenario();
      const stage = await live?.catch(() => null);
      await stage?.company.close();
      await stage?.server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    postgres: () => postgres,
  };
}

const openFilesNeeded = 11_000;

/** Node raises its own soft limit to the hard one; when that is too low, only the operator can help. */
function checkOpenFiles(): void {
  if (process.platform === "win32") return;
  const limit = execFileSync("sh", ["-c", "ulimit -Hn"]).toString().trim();
  if (limit === "unlimited" || Number(limit) >= openFilesNeeded) return;
  throw new Error(
    `This needs ${openFilesNeeded} open files, and the limit is ${limit}. Run: ulimit -n ${openFilesNeeded}`,
  );
}
