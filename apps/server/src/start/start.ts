import { readFileSync } from "node:fs";
import pg from "pg";
import { createServer } from "../main.ts";
import { createLog, type Log } from "../platform/log.ts";
import {
  checkDatabase,
  fileProblem,
  lockDataFolder,
  migrate,
  runningPostgresUrl,
  StartProblem,
  startEmbeddedPostgres,
} from "../platform/postgres/index.ts";
import { startTracing } from "../platform/tracing.ts";
import { serverVersion } from "../platform/version.ts";
import { announce, linesFor } from "./announcement.ts";
import { startCrew } from "./crew.ts";
import { parseOptions, type StartOptions } from "./options.ts";
import { migrationsDir, webDir } from "./places.ts";
import { portProblem, probePort } from "./port.ts";
import { runRebuild } from "./search-rebuild.ts";
import { stopOnSignals } from "./signals.ts";

try {
  const options = parseOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(readFileSync(new URL("help.txt", import.meta.url)));
  else if (options.rebuildSearch) await rebuildSearch(options);
  else await start(options);
} catch (error) {
  report(error);
  process.exit(1);
}

/** Starts everything in order; whatever had been started is ended again, last first, when a step fails. */
async function start(options: StartOptions): Promise<void> {
  const log = createLog(options.logLevel);
  const closers: Closer[] = [];
  const close = () => closeAll(closers);
  let renew: (() => void) | undefined;
  stopOnSignals(close, () => renew);
  try {
    const lock = lockDataFolder(options.dataDir);
    closers.push(() => lock.release());
    if (options.roles.some((role) => role !== "worker")) {
      for (const { host, port } of [options, options.admin ?? []].flat()) await probePort(host, port);
    }
    const databaseUrl = await openDatabase(options, log, closers);
    if (options.workers > 1) renew = await serveAsCrew(options, { databaseUrl, log, closers });
    else await serveAlone(options, { databaseUrl, log, closers });
  } catch (error) {
    await close();
    throw portProblem(error, options.host, options.port) ?? fileProblem(error, options.dataDir) ?? error;
  }
}

interface Serving {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly closers: Closer[];
}

/** Other nodes may use a database of one's own; then whoever goes hands its clients over. */
async function serveAlone(options: StartOptions, { databaseUrl, log, closers }: Serving): Promise<void> {
  const alone = !options.databaseUrl && !options.natsUrl;
  if (options.otlpEndpoint) closers.push(await startTracing(options.otlpEndpoint, serverVersion));
  const server = await createServer({ ...options, databaseUrl, alone, webDir, log });
  closers.push(async () => {
    if (!alone) await server.drain();
    await server.close();
  });
  announce(server, options, await linesFor(server, options));
}

/** Answers what renews the processes. */
async function serveAsCrew(options: StartOptions, { databaseUrl, log, closers }: Serving): Promise<() => void> {
  const crew = await startCrew({ size: options.workers, databaseUrl, log });
  closers.push(() => crew.stop());
  announce(crew, options, crew.lines);
  return () => void crew.renew();
}

/** Builds the search index anew, on the database of a running server or, where none runs, on one started for it. */
async function rebuildSearch(options: StartOptions): Promise<void> {
  const closers: Closer[] = [];
  const close = () => closeAll(closers);
  stopOnSignals(close);
  try {
    const log = createLog(options.logLevel);
    await runRebuild(await findDatabase(options, log, closers), log);
  } finally {
    await close();
  }
}

async function findDatabase(options: StartOptions, log: Log, closers: Closer[]): Promise<string> {
  if (options.databaseUrl) return openDatabase(options, log, closers);
  try {
    const lock = lockDataFolder(options.dataDir);
    closers.push(() => lock.release());
  } catch (error) {
    if (error instanceof StartProblem && error.code === "start/data_folder_in_use") {
      return runningPostgresUrl(options.dataDir);
    }
    throw error;
  }
  return openDatabase(options, log, closers);
}

async function closeAll(closers: Closer[]): Promise<void> {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
}

type Closer = () => void | Promise<void>;

/** The URL of a database that is reachable, fit and migrated. */
async function openDatabase(options: StartOptions, log: Log, closers: Closer[]): Promise<string> {
  const databaseUrl = options.databaseUrl ?? (await startOwnPostgres(options, log, closers));
  await checkDatabase(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await migrate(pool, migrationsDir);
  } finally {
    await pool.end();
  }
  return databaseUrl;
}

async function startOwnPostgres({ dataDir, workers }: StartOptions, log: Log, closers: Closer[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, processes: workers });
  let stopping = false;
  closers.push(() => {
    stopping = true;
    return postgres.stop();
  });
  postgres.ended.then(() => {
    if (stopping) return;
    report(
      new StartProblem("start/postgres_failed", "PostgreSQL fell again and again. Its last words: QUNXIN_LOG=debug."),
    );
    process.exit(1);
  });
  return postgres.url;
}

/** One line for what the operator can mend; everything else is a defect and shows its stack. */
function report(error: unknown): void {
  if (error instanceof StartProblem) process.stderr.write(`${error.message} (${error.code})\n`);
  else console.error(error);
}
