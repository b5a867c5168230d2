import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { findPostgresBinaries, type PostgresBinaries } from "./binaries.ts";
import { endOrphan } from "./postmaster.ts";
import { chownTree, findRunner, type Runner } from "./privileges.ts";
import { type Durability, serverArguments, socketPort } from "./settings.ts";
import { diskFull, fileProblem, StartProblem } from "./start-problem.ts";

/** Where what PostgreSQL says goes; pino's loggers fit. */
export type PostgresLog = {
  debug(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
};

/** Where a server started on that data folder by another process is reached. */
export function runningPostgresUrl(dataDir: string): string {
  return urlOn(socketDirOf(resolve(dataDir)), databaseName);
}

export type EmbeddedPostgres = {
  /** For `pg`, Kysely and graphile-worker; the server listens on a unix socket only. */
  url: string;
  /** The same server, another database. */
  urlOf(database: string): string;
  /** Settles when the server is down for good: stopped, or fallen so often that starting it again is no use. */
  ended: Promise<void>;
  /** Ends the server within 15 s, and normally within 0.1 s. May be called twice. */
  stop(): Promise<void>;
};

const databaseName = "qunxin";
const userName = "qunxin";
/** A killed postmaster that nobody has reaped yet still holds the lock; it is gone within seconds. */
const startRetryMs = 10_000;
const socketPathBytes = 107;
/** Falling again soon after each start so often means that starting it is no use. */
const fallsInARow = 5;
/** Less room than two segments of the write-ahead log is none. */
const roomBytes = 32 * 1024 * 1024;
const roomCheckMs = 1_000;
/** Whoever ran that long was sound: an earlier fall does not count any more. */
const steadyMs = 60_000;

/**
 * Starts the PostgreSQL of the npm package as a child on a unix socket, with its files in `dataDir`/postgres; makes
 * the cluster and the database on the first start, and ends an orphan of a crashed one. The caller holds the lock of
 * `dataDir` and has made the folder.
 * @throws StartProblem with one line for the operator.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log: PostgresLog;
  durability?: Durability;
  /** How many processes of ours will use it. */
  processes?: number;
}): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const pgData = join(dataDir, "postgres");
  try {
    const binaries = findPostgresBinaries(join(dataDir, "lib"));
    const runner = findRunner([dataDir, binaries.postgres]);
    const socketDir = makeSocketDir(dataDir, runner);
    const { log, processes = 1 } = options;
    const place: Place = { pgData, socketDir, binaries, runner, log, processes };
    if (!existsSync(pgData)) await createCluster(place);
    if (runner.owner && lstatSync(pgData).uid !== runner.owner.uid) chownTree(pgData, runner.owner);
    const orphan = await endOrphan(pgData);
    if (orphan === "ended") options.log.warn({ pgData }, "ended a PostgreSQL that a crashed start left behind");
    const server = await superviseServer(place, options.durability ?? "durable");
    await createDatabase(server).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return server;
  } catch (error) {
    throw fileProblem(error, dataDir) ?? error;
  }
}

type Place = {
  pgData: string;
  socketDir: string;
  binaries: PostgresBinaries;
  runner: Runner;
  log: PostgresLog;
  processes: number;
};

/** A server that falls (killed, out of memory) is started again; the pools reconnect and nothing committed is lost. */
async function superviseServer(place: Place, durability: Durability): Promise<EmbeddedPostgres> {
  let child = await startWithRetry(place, durability);
  let stopping = false;
  const restart = async () => {
    for (let falls = 0; ; ) {
      const since = performance.now();
      await exitOf(child);
      if (stopping) return;
      falls = performance.now() - since > steadyMs ? 1 : falls + 1;
      if (falls > fallsInARow && !isFull(place.pgData)) return;
      place.log.warn({ pgData: place.pgData, falls }, "PostgreSQL fell; starting it again");
      const next = await startWhenRoom(place, durability, () => stopping);
      if (next === null) return;
      child = next;
    }
  };
  const ended = restart().catch((error: unknown) => {
    place.log.warn({ reason: String(error) }, "PostgreSQL could not be started again");
  });
  const stopServer = async () => {
    stopping = true;
    await stop(child);
    await ended;
  };
  const urlOf = (database: string) => urlOn(place.socketDir, database);
  return { url: urlOf(databaseName), urlOf, ended, stop: stopServer };
}

/** On a full disk PostgreSQL falls as often as it is started: that is waited for. Null when asked to stop meanwhile. */
async function startWhenRoom(
  place: Place,
  durability: Durability,
  stopping: () => boolean,
): Promise<ChildProcess | null> {
  for (let told = false; !stopping(); told = true) {
    if (!isFull(place.pgData)) {
      try {
        return await startWithRetry(place, durability);
      } catch (error) {
        if (!(error instanceof StartProblem && error.code === "start/disk_full")) throw error;
      }
    }
    if (!told) place.log.warn({ pgData: place.pgData }, "The disk of the database is full; waiting for room");
    await delay(roomCheckMs);
  }
  return null;
}

function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize < roomBytes;
}

/** SIGINT disconnects everybody and checkpoints; it hangs if the server is still recovering, so it escalates. */
async function stop(child: ChildProcess): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    child.kill(signal);
    const timer = new AbortController();
    const ended = await Promise.race([
      exitOf(child).then(() => true),
      delay(5_000, false, { signal: timer.signal }).catch(() => false),
    ]);
    timer.abort();
    if (ended) return;
  }
}

async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

function makeSocketDir(dataDir: string, runner: Runner): string {
  const socketDir = socketDirOf(dataDir);
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  // In a shared temporary folder somebody else could have made it first, to listen in our place.
  const found = lstatSync(socketDir);
  const ours = found.isDirectory() && (process.getuid?.() === 0 || found.uid === process.getuid?.());
  if (!ours)
    throw new StartProblem("start/data_folder_not_writable", `${socketDir} belongs to another user. Remove it.`);
  chmodSync(socketDir, 0o700);
  if (runner.owner) chownSync(socketDir, runner.owner.uid, runner.owner.gid);
  return socketDir;
}

function socketDirOf(dataDir: string): string {
  const near = join(dataDir, "run");
  return fits(near) ? near : shortSocketDir(dataDir);
}

function urlOn(socketDir: string, database: string): string {
  return `postgresql://${userName}@localhost:${socketPort}/${database}?host=${encodeURIComponent(socketDir)}`;
}

function fits(socketDir: string): boolean {
  return Buffer.byteLength(join(socketDir, `.s.PGSQL.${socketPort}`)) <= socketPathBytes;
}

function shortSocketDir(dataDir: string): string {
  const name = `qunxin-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  const candidates = [join(tmpdir(), name), join("/tmp", name)];
  return candidates.find(fits) ?? join("/tmp", name);
}

/** Made beside its place and renamed, so that a crash half-way leaves nothing that looks like a cluster. */
async function createCluster({ pgData, binaries, runner, log }: Place): Promise<void> {
  const draft = `${pgData}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (runner.owner) chownSync(draft, runner.owner.uid, runner.owner.gid);
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const child = spawnPostgres(
    { binaries, runner },
    "initdb",
    ["-D", draft, "-U", userName, "--auth=trust", "--data-checksums", ...locale],
    false,
  );
  const lines: string[] = [];
  const ended = await ending(child, (line) => lines.push(line));
  if (ended !== 0) throw failure(lines, draft);
  renameSync(draft, pgData);
  log.debug({ pgData }, "created the database cluster");
}

async function startWithRetry(place: Place, durability: Durability): Promise<ChildProcess> {
  const { pgData, socketDir, log } = place;
  for (let waitedMs = 0; ; waitedMs += 250) {
    const args = ["-D", pgData, ...serverArguments(durability, socketDir, place.processes)];
    const child = spawnPostgres(place, "postgres", args, true);
    const lines: string[] = [];
    const started = await new Promise<boolean>((settle) => {
      ending(child, (line) => {
        lines.push(line);
        if (lines.length > 50) lines.shift();
        log.debug({ line }, "postgres");
        if (line.includes("database system is ready to accept connections")) settle(true);
      }).then(
        () => settle(false),
        () => settle(false),
      );
    });
    if (started) return child;
    if (waitedMs >= startRetryMs || !lines.some((line) => heldByADyingServer.test(line))) throw failure(lines, pgData);
    await delay(250);
  }
}

const heldByADyingServer = /lock file ".*" already exists|shared memory block|Address already in use/;

function spawnPostgres(
  { binaries, runner }: Pick<Place, "binaries" | "runner">,
  program: "postgres" | "initdb",
  args: string[],
  dieWithParent: boolean,
): ChildProcess {
  const [command, allArgs] = runner.wrap(binaries[program], args, dieWithParent);
  const libraries = binaries.libraryPath ? { LD_LIBRARY_PATH: binaries.libraryPath } : {};
  return spawn(command, allArgs, {
    // Its own session: Ctrl-C in the terminal must reach us, not the database that we still write to.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", ...libraries },
  });
}

/** Feeds what the program writes to `line`; resolves with its exit code. */
function ending(child: ChildProcess, line: (text: string) => void): Promise<number | null> {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", line);
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** Reads out of what PostgreSQL wrote last why it did not start. */
function failure(lines: string[], pgData: string): StartProblem {
  const said = lines.findLast((line) => /FATAL|PANIC|error:|could not/.test(line)) ?? lines.at(-1) ?? "";
  const text = lines.join("\n");
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(text)) return diskFull(pgData);
  if (/Read-only file system|Permission denied/.test(text)) {
    return new StartProblem("start/data_folder_not_writable", `PostgreSQL cannot use ${pgData}: ${said.trim()}`);
  }
  if (text.includes("database files are incompatible with server")) {
    return new StartProblem(
      "start/postgres_version_changed",
      `${pgData} was made by another major version of PostgreSQL. Start the Qunxin version that made it and export first.`,
    );
  }
  return new StartProblem("start/postgres_failed", `PostgreSQL did not start on ${pgData}: ${said.trim()}`);
}

async function createDatabase(server: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: server.urlOf("postgres") });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
