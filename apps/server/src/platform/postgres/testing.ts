import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { checkDatabase } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { processState } from "./postmaster.ts";

/** A database of its own, already migrated; `drop` removes it even if connections are still open. */
export type TestDatabase = { url: string; drop(): Promise<void> };

/** A server for tests with one migrated template in it. */
export type TestCluster = {
  cloneDatabase(): Promise<TestDatabase>;
  /** A database without any table. */
  createEmptyDatabase(): Promise<TestDatabase>;
  stop(): Promise<void>;
};

/** Where the migrations of this checkout lie. */
export const migrationsDir = fileURLToPath(new URL("../../../migrations", import.meta.url));

/**
 * A clone of the migrated template database, from the cluster that this test run shares (see `setup`); the first call
 * of a run starts it, in about two seconds; later ones take some 50 ms.
 */
export async function cloneDatabase(): Promise<TestDatabase> {
  return testDatabase(await ask("/clone"));
}

/** Like cloneDatabase, but without any table: for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return testDatabase(await ask("/empty"));
}

/**
 * Starts a cluster of one's own, for programs that run outside Vitest (browser tests, bench). `TEST_DATABASE_URL`
 * names an external server to use instead; its user must be allowed to create databases.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const external = process.env.TEST_DATABASE_URL;
  const { url, stop } = external ? { url: external, stop: async () => undefined } : await startScratchServer();
  const template = databaseName("template");
  try {
    const templateUrl = await createDatabase(url, template, "template0");
    await migrateTemplate(templateUrl);
    return {
      cloneDatabase: async () => testDatabase(await createDatabase(url, databaseName("test"), template)),
      createEmptyDatabase: async () => testDatabase(await createDatabase(url, databaseName("test"), "template0")),
      async stop() {
        await dropDatabase(templateUrl);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Vitest's globalSetup: offers the shared cluster to all test processes of this run. It is started when the first
 * test asks, so that a run of pure tests does not wait for it.
 */
export async function setup(): Promise<() => Promise<void>> {
  let cluster: Promise<TestCluster> | undefined;
  const server = createServer((incoming, answer) => {
    cluster ??= startTestCluster();
    cluster
      .then((started) => (incoming.url === "/empty" ? started.createEmptyDatabase() : started.cloneDatabase()))
      .then(({ url }) => answer.end(url))
      .catch((error: unknown) => answer.writeHead(500).end(String(error)));
  });
  // Test processes are forked later and inherit the environment.
  process.env[brokerVariable] = await listen(server);
  return async () => {
    server.close();
    await (await cluster)?.stop();
  };
}

const brokerVariable = "QUNXIN_TEST_POSTGRES";

async function startScratchServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = makeRunFolder();
  const silent = { debug: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir, log: silent, durability: "scratch" });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A temporary folder that names our process, so that the next run can clear away what a killed one left. */
function makeRunFolder(): string {
  const home = join(tmpdir(), `qunxin-test-postgres-${process.getuid?.() ?? 0}`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(home)) {
    if (!processState(Number.parseInt(name, 10)).alive) rmSync(join(home, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(home, `${process.pid}-`));
}

async function migrateTemplate(templateUrl: string): Promise<void> {
  await checkDatabase(templateUrl);
  const pool = new pg.Pool({ connectionString: templateUrl, max: 1 });
  try {
    await migrate(pool, migrationsDir);
  } finally {
    await pool.end();
  }
}

function testDatabase(url: string): TestDatabase {
  return { url, drop: () => dropDatabase(url) };
}

async function createDatabase(serverUrl: string, name: string, template: string): Promise<string> {
  // C.UTF-8 exists wherever PostgreSQL 15 runs; template0 allows another encoding than the server's default.
  const fresh = template === "template0" ? " encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'" : "";
  await onServer(serverUrl, `create database ${name} template ${template}${fresh}`);
  return withDatabase(serverUrl, name);
}

/** Connections that are just closing get a moment: an ended one would be told so, and nobody listens any more. */
async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const client = new pg.Client({ connectionString: withDatabase(url, "postgres") });
  await client.connect();
  try {
    for (let tries = 0; tries < 50; tries++) {
      const { rowCount } = await client.query("select 1 from pg_stat_activity where datname = $1", [name]);
      if (!rowCount) break;
      await delay(20);
    }
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function databaseName(kind: string): string {
  return `qunxin_${kind}_${randomBytes(8).toString("hex")}`;
}

function listen(server: Server): Promise<string> {
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) throw new TypeError("the broker has no port");
      done(`http://127.0.0.1:${address.port}`);
    });
    server.unref();
  });
}

function ask(path: string): Promise<string> {
  const broker = process.env[brokerVariable];
  if (!broker) throw new Error("No shared test cluster: run under the project's Vitest configuration.");
  return new Promise((done, fail) => {
    const asking = request(new URL(path, broker), (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => (answer.statusCode === 200 ? done(text) : fail(new Error(text))));
    });
    asking.on("error", fail).end();
  });
}
