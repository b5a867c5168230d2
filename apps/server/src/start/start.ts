import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createServer, type Server } from "../main.ts";
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
import { parseOptions, type StartOptions } from "./options.ts";
import { portProblem, probePort } from "./port.ts";
import { runRebuild } from "./search-rebuild.ts";
import { stopOnSignals } from "./signals.ts";

const migrationsDir = fileURLToPath(new URL("../../migrations", import.meta.url));
const webDir = fileURLToPath(new URL("../../../web/dist", import.meta.url));

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
  stopOnSignals(close);
  try {
    const lock = lockDataFolder(options.dataDir);
    closers.push(() => lock.release());
    if (options.roles.some((role) => role !== "worker")) {
      for (const { host, port } of [options, options.admin ?? []].flat()) await probePort(host, port);
    }
    const databaseUrl = await openDatabase(options, log, closers);
    if (options.otlpEndpoint) closers.push(await startTracing(options.otlpEndpoint, serverVersion));
    const server = await createServer({ ...options, databaseUrl, webDir, log });
    closers.push(() => server.close());
    if (options.demo) announce(server, options, await openDemo(server));
    else announce(server, options, server.setupUrl ? setupLines(server.setupUrl) : []);
  } catch (error) {
    await close();
    throw portProblem(error, options.host, options.port) ?? fileProblem(error, options.dataDir) ?? error;
  }
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
  const databaseUrl = options.databaseUrl ?? (await startOwnPostgres(options.dataDir, log, closers));
  await checkDatabase(databaseUrl);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await migrate(pool, migrationsDir);
  } finally {
    await pool.end();
  }
  return databaseUrl;
}

async function startOwnPostgres(dataDir: string, log: Log, closers: Closer[]): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
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

/** Loads the demo company and tells whom one can sign in as; a company of one's own is left alone. */
async function openDemo({ parts }: Server): Promise<string[]> {
  process.stdout.write("Loading the demo company …\n");
  const people = await parts.onboarding.openDemo();
  if (people.length === 0) return ["This installation has a company of its own; the demo company was not loaded."];
  const rows = people.map(({ name, account, password, role }) => `  ${account}  ${password}  ${name}, ${role}`);
  return ["Sign in to the demo company with one of these accounts and passwords:", ...rows];
}

function setupLines(setupUrl: string): string[] {
  return ["Open this link once to create your company and its first administrator:", setupUrl];
}

function announce({ url, adminUrl }: Server, { dataDir }: StartOptions, more: string[]): void {
  const lines = [`群信 Qunxin is ready at ${url}`, `Everything is kept in ${dataDir}. Ctrl-C stops.`];
  if (adminUrl) lines.splice(1, 0, `It is administered at ${adminUrl} only.`);
  if (more.length > 0) lines.push("", ...more);
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`);
}

/** One line for what the operator can mend; everything else is a defect and shows its stack. */
function report(error: unknown): void {
  if (error instanceof StartProblem) process.stderr.write(`${error.message} (${error.code})\n`);
  else console.error(error);
}
