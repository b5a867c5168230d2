import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const start = fileURLToPath(new URL("../../apps/server/src/start/start.ts", import.meta.url));
const readyWithinMs = 60_000;
const stopWithinMs = 20_000;

/** The product as `npm start` runs it: its own process, data folder and database. */
export interface Product {
  url: string;
  /** The printed link to the first-run page; null once the company is set up. */
  setupUrl: string | null;
  /** Its database, for what would take hours to arrange by calls. */
  databaseUrl: string;
  stop(): Promise<void>;
}

export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "qunxin-browser-"));
  const port = await freePort();
  const process_ = spawn(process.execPath, [start, "--port", String(port), "--data", dataDir], {
    stdio: ["ignore", "pipe", "pipe"],
    // Pages that stories serve themselves can be shared as cards.
    env: { ...process.env, QUNXIN_LINK_NETWORKS: "127.0.0.1:*" },
  });
  try {
    const printed = await untilReady(process_);
    return {
      url: `http://localhost:${port}`,
      setupUrl: /http\S+\/setup\?code=\S+/.exec(printed)?.[0] ?? null,
      databaseUrl: `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`,
      stop: () => stop(process_, dataDir),
    };
  } catch (error) {
    await stop(process_, dataDir);
    throw error;
  }
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const give = (error: Error) => reject(new Error(`${error.message}\n${printed}`));
    const timer = setTimeout(() => give(new Error("the product was not ready in time")), readyWithinMs);
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes("Ctrl-C stops.")) return;
      clearTimeout(timer);
      // What else belongs to the announcement comes with the same write.
      setImmediate(() => resolve(printed));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => give(new Error(`the product ended with ${code}`)));
  });
}

async function stop(child: ChildProcess, dataDir: string): Promise<void> {
  if (child.exitCode === null) {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
    await gone;
    clearTimeout(timer);
  }
  rmSync(dataDir, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
