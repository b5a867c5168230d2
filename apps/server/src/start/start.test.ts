import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { processState } from "../platform/postgres/postmaster.ts";

vi.setConfig({ testTimeout: 90_000 });

/** One for all, as making a database for each start costs more than the start: each test finds what the last one left. */
const dataDir = mkdtempSync(join(tmpdir(), "qunxin-start-"));
const started: Running[] = [];

afterEach(async () => {
  for (const { child, exited } of started.splice(0)) {
    child.kill("SIGKILL");
    await exited;
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("a first start prints its address and a one-time link, serves, and SIGTERM stops it cleanly", async () => {
  const server = run("--port", "0", "--data", dataDir);
  const address = await server.says(/ready at (http:\S+)/);
  expect(await server.says(/(http:\S+setup\S+)/)).toBeTruthy();
  expect((await fetch(address)).status).toBeLessThan(500);
  const postgres = postmaster();

  const since = Date.now();
  server.child.kill("SIGTERM");
  expect(await server.exited).toBe(0);
  expect(Date.now() - since).toBeLessThan(10_000);
  expect(processState(postgres).alive).toBe(false);
  expect(existsSync(join(dataDir, "qunxin.lock"))).toBe(false);
});

test("a second start on the same data folder is refused, naming the first, which goes on", async () => {
  const first = run("--port", "0", "--data", dataDir);
  const address = await first.says(/ready at (http:\S+)/);
  const second = run("--port", "0", "--data", dataDir);
  expect(await second.exited).toBe(1);
  expect(second.errors()).toEqual([expect.stringContaining(`process ${first.child.pid}`)]);
  expect(second.errors()[0]).toContain("(start/data_folder_in_use)");
  expect((await fetch(address)).status).toBeLessThan(500);
});

test("the search index is rebuilt by one command, on the database of the running server or without one", async () => {
  const first = run("--port", "0", "--data", dataDir);
  await first.says(/ready at/);
  const beside = run("search", "rebuild", "--data", dataDir);
  expect(await beside.says(/index was built anew/)).toBeTruthy();
  expect(await beside.exited).toBe(0);
  first.child.kill("SIGTERM");
  await first.exited;
  const alone = run("search", "rebuild", "--data", dataDir);
  expect(await alone.says(/index was built anew/)).toBeTruthy();
  expect(await alone.exited).toBe(0);
  await expectOneLine(run("search", "rebuilt", "--data", dataDir), "start/option_unknown");
});

test("after kill -9 the next start recovers by itself and leaves no PostgreSQL behind", async () => {
  const first = run("--port", "0", "--data", dataDir);
  await first.says(/ready at/);
  const orphan = postmaster();
  first.child.kill("SIGKILL");
  await first.exited;

  const second = run("--port", "0", "--data", dataDir);
  await second.says(/ready at/);
  expect(postmaster()).not.toBe(orphan);
  expect(processState(orphan).alive).toBe(false);
});

test("two Ctrl-C in a row are one when they arrive together, and the stop stays clean", async () => {
  const server = run("--port", "0", "--data", dataDir);
  await server.says(/ready at/);
  server.child.kill("SIGINT");
  server.child.kill("SIGTERM");
  expect(await server.exited).toBe(0);
});

test("a busy port is one line", async () => {
  const busy = createServer().listen(0, "127.0.0.1");
  await once(busy, "listening");
  const { port } = busy.address() as { port: number };
  await expectOneLine(run("--port", String(port), "--host", "127.0.0.1", "--data", dataDir), "start/port_in_use");
  busy.close();
});

test("a database that cannot be reached is one line, without the password", async () => {
  const url = "postgresql://lin:geheim@127.0.0.1:1/qunxin";
  const line = await expectOneLine(
    run("--port", "0", "--data", dataDir, "--database-url", url),
    "start/database_unreachable",
  );
  expect(line).toContain("127.0.0.1:1/qunxin");
  expect(line).not.toContain("geheim");
});

test("a folder that may not be written is one line", async () => {
  const readOnly = join(dataDir, "read-only");
  mkdirSync(readOnly, { mode: 0o500 });
  // Root may write anywhere but into a file system of the kernel.
  const closed = process.getuid?.() === 0 ? "/sys/qunxin" : readOnly;
  await expectOneLine(run("--port", "0", "--data", closed), "start/data_folder_not_writable");
});

test("an unknown option is one line, and help is shown without starting anything", async () => {
  await expectOneLine(run("--prot", "4000"), "start/option_unknown");
  const help = run("--help");
  expect(await help.says(/(--database-url URL)/)).toBeTruthy();
  expect(await help.exited).toBe(0);
});

type Running = {
  child: ChildProcess;
  exited: Promise<number | null>;
  /** The first group of the pattern in what it prints; fails with everything printed when it exits without. */
  says(pattern: RegExp): Promise<string>;
  errors(): string[];
};

function run(...args: string[]): Running {
  const script = fileURLToPath(new URL("start.ts", import.meta.url));
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let complained = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complained += text));
  const exited = once(child, "close").then(([code]) => code as number | null);
  const says = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(printed);
      if (found) return found[1] ?? found[0];
      if (child.exitCode !== null) throw new Error(`ended without ${pattern}:\n${printed}${complained}`);
      await Promise.race([once(child.stdout, "data"), exited]);
    }
  };
  const running = { child, exited, says, errors: () => complained.split("\n").filter((line) => line !== "") };
  started.push(running);
  return running;
}

async function expectOneLine(running: Running, code: string): Promise<string> {
  expect(await running.exited).toBe(1);
  expect(running.errors()).toEqual([expect.stringContaining(`(${code})`)]);
  return running.errors()[0] ?? "";
}

function postmaster(): number {
  return Number.parseInt(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
}
