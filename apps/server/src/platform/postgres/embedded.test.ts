import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { findPostgresBinaries } from "./binaries.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
import { processState } from "./postmaster.ts";
import { findRunner } from "./privileges.ts";
import { serverArguments } from "./settings.ts";

vi.setConfig({ testTimeout: 60_000 });

const log = { debug: () => undefined, warn: () => undefined };
const running: EmbeddedPostgres[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test("an embedded server keeps its rows over a stop, and runs with the settings that make commits durable", async () => {
  const dataDir = folder();
  const first = await start(dataDir);
  await query(first, "create table kept as select '群信' as word");
  await first.stop();

  const second = await start(dataDir);
  expect(await query(second, "select word, lower('Ä') as lower from kept")).toEqual([{ word: "群信", lower: "ä" }]);
  const settings = await query(
    second,
    `select name, setting from pg_settings where name in
      ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'io_method', 'jit', 'listen_addresses') order by name`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    data_checksums: "on",
    fsync: "on",
    full_page_writes: "on",
    io_method: "sync",
    jit: "off",
    listen_addresses: "",
    synchronous_commit: "on",
  });
});

test("a server that was killed is running again within seconds, with everything that was committed", async () => {
  const dataDir = folder();
  const server = await start(dataDir);
  await query(server, "create table kept as select 1 as one");
  const killed = postmaster(dataDir);
  process.kill(killed, "SIGKILL");
  expect(await eventually(() => query(server, "select one from kept"))).toEqual([{ one: 1 }]);
  expect(postmaster(dataDir)).not.toBe(killed);
});

test("a server left behind on the data folder is ended, and its folder taken over", async () => {
  const dataDir = folder();
  const first = await start(dataDir);
  await query(first, "create table kept as select 1 as one");
  await first.stop();
  const left = await leaveBehind(dataDir);

  const next = await start(dataDir);
  expect(await query(next, "select one from kept")).toEqual([{ one: 1 }]);
  expect(processState(left).alive).toBe(false);
});

test("a data folder deeper than a socket path may be long works all the same", async () => {
  const dataDir = join(folder(), "d".repeat(100));
  const server = await start(dataDir);
  expect(await query(server, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a data folder of another major version is refused by name", async () => {
  const dataDir = folder();
  const server = await start(dataDir);
  await server.stop();
  writeFileSync(join(dataDir, "postgres/PG_VERSION"), "16\n");
  await expect(start(dataDir)).rejects.toMatchObject({ code: "start/postgres_version_changed" });
});

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir, log });
  running.push(server);
  return server;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "qunxin-embedded-"));
  folders.push(path);
  return path;
}

async function query(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A server without the death signal, as one that outlived a killed parent. */
async function leaveBehind(dataDir: string): Promise<number> {
  const { postgres } = findPostgresBinaries(join(dataDir, "lib"));
  const args = ["-D", join(dataDir, "postgres"), ...serverArguments("durable", join(dataDir, "run"))];
  const [command, allArgs] = findRunner([dataDir, postgres]).wrap(postgres, args, false);
  const child = spawn(command, allArgs, { detached: true, stdio: "ignore" });
  await eventually(async () => expect(postmaster(dataDir)).toBe(child.pid));
  return postmaster(dataDir);
}

function postmaster(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8"), 10);
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      return await attempt();
    } catch (error) {
      if (waitedMs > 15_000) throw error;
    }
    await delay(100);
  }
}
