import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { S3Options } from "../domains/files/index.ts";
import { StartProblem } from "../platform/postgres/index.ts";
import { type LinkException, parseLinkNetworks } from "./link-networks.ts";
import { parseS3 } from "./s3-options.ts";
import { parseSeveral, type SeveralOptions, severalFlags } from "./several-options.ts";
import { parseWatch, type WatchOptions } from "./watch-options.ts";

export const roles = ["http", "ws", "worker"] as const;
/** A part of the work that a node takes on. */
export type Role = (typeof roles)[number];

/** What the operator asked for, checked; `databaseUrl` is absent for the embedded PostgreSQL. */
export type StartOptions = SeveralOptions &
  WatchOptions & {
    port: number;
    host: string;
    /** Absent: administration is served where everything is. */
    admin?: { host: string; port: number };
    dataDir: string;
    databaseUrl?: string;
    /** Absent: the bytes of files lie in the data folder. */
    s3?: S3Options;
    roles: Role[];
    demo: boolean;
    help: boolean;
    /** Networks of the company's own that cards of links may come from besides public ones. */
    linkGuard?: { exception: LinkException };
    /** `search rebuild` was asked for instead of a start. */
    rebuildSearch?: true;
    logLevel: LogLevel;
  };

const logLevels = ["debug", "info", "warn", "error"] as const;
type LogLevel = (typeof logLevels)[number];

/**
 * Reads the options of `npm start` from the command line, then from the environment, then the defaults. A relative
 * data folder counts from where the operator stood: npm itself changes to the checkout.
 * @throws start/option_unknown, start/option_invalid
 */
export function parseOptions(args: string[], env: Record<string, string | undefined>): StartOptions {
  const { values: given, positionals } = parseCommandLine(args);
  const databaseUrl = given["database-url"] ?? nonEmpty(env.DATABASE_URL);
  const s3 = parseS3(given, env);
  const port = parsePort(given.port ?? nonEmpty(env.QUNXIN_PORT) ?? nonEmpty(env.PORT) ?? "3000");
  const host = given.host ?? nonEmpty(env.QUNXIN_HOST) ?? defaultHost;
  return {
    port,
    host,
    ...parseAdmin(given, env, { host, port }),
    dataDir: dataDirOf(given.data, env),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(s3 === undefined ? {} : { s3 }),
    roles: parseRoles(given.roles ?? nonEmpty(env.QUNXIN_ROLES) ?? roles.join(",")),
    ...parseSeveral(given, env),
    demo: given.demo ?? parseSwitch("QUNXIN_DEMO", env.QUNXIN_DEMO),
    help: given.help ?? false,
    ...parseWatch(given, env),
    ...linkGuardOf(given["link-networks"] ?? nonEmpty(env.QUNXIN_LINK_NETWORKS)),
    ...(isRebuild(positionals) ? { rebuildSearch: true as const } : {}),
    logLevel: parseLogLevel(nonEmpty(env.QUNXIN_LOG) ?? "warn"),
  };
}

const defaultHost = "127.0.0.1";

/** The data folder that was named on the command line or in the environment, or the one of this checkout. */
export function dataDirOf(given: string | undefined, env: Record<string, string | undefined>): string {
  const dataDir = given ?? nonEmpty(env.QUNXIN_DATA);
  return dataDir === undefined ? defaultDataDir : resolve(nonEmpty(env.INIT_CWD) ?? process.cwd(), dataDir);
}

const defaultDataDir = fileURLToPath(new URL("../../../../data", import.meta.url));

function linkGuardOf(networks: string | undefined): Pick<StartOptions, "linkGuard"> {
  return networks === undefined ? {} : { linkGuard: { exception: parseLinkNetworks(networks) } };
}

const known = {
  port: { type: "string" },
  host: { type: "string" },
  "admin-host": { type: "string" },
  "admin-port": { type: "string" },
  data: { type: "string" },
  "database-url": { type: "string" },
  "s3-endpoint": { type: "string" },
  "s3-bucket": { type: "string" },
  "s3-region": { type: "string" },
  "s3-direct-reads": { type: "boolean" },
  "link-networks": { type: "string" },
  roles: { type: "string" },
  metrics: { type: "string" },
  "otlp-endpoint": { type: "string" },
  ...severalFlags,
  demo: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

function parseCommandLine(args: string[]) {
  try {
    return parseArgs({ args, options: known, allowPositionals: true });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    // Node's first sentence names the option; what follows explains "--" to programmers.
    const said = (cause as Error).message.split(/[.\n]/)[0] ?? "";
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") throw invalid(said);
    throw new StartProblem("start/option_unknown", `${said}. See npm start -- --help.`, { cause });
  }
}

/** The door of the administration, if it is to have one: what is not said of it is as by default, or as the other's. */
function parseAdmin(
  given: { "admin-host"?: string | undefined; "admin-port"?: string | undefined },
  env: Record<string, string | undefined>,
  everybody: { host: string; port: number },
): Pick<StartOptions, "admin"> {
  const host = given["admin-host"] ?? nonEmpty(env.QUNXIN_ADMIN_HOST);
  const port = given["admin-port"] ?? nonEmpty(env.QUNXIN_ADMIN_PORT);
  if (host === undefined && port === undefined) return {};
  const admin = { host: host ?? defaultHost, port: port === undefined ? everybody.port : parsePort(port) };
  if (admin.host !== everybody.host || admin.port === 0 || admin.port !== everybody.port) return { admin };
  throw invalid(`The administration needs another address or port than everything else, not ${host}:${admin.port}`);
}

function isRebuild(words: string[]): boolean {
  if (words.length === 0) return false;
  if (words.join(" ") === "search rebuild") return true;
  throw new StartProblem("start/option_unknown", `There is no "${words.join(" ")}". See npm start -- --help.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw invalid(`The port must be a number from 0 to 65535, not "${text}"`);
  return port;
}

function parseRoles(text: string): Role[] {
  const wanted = text.split(",").map((name) => name.trim());
  const wrong = wanted.find((name) => !isRole(name));
  if (wrong !== undefined) throw invalid(`There is no role "${wrong}"; the roles are ${roles.join(", ")}`);
  return [...new Set(wanted.filter(isRole))];
}

function isRole(name: string): name is Role {
  return (roles as readonly string[]).includes(name);
}

function parseSwitch(name: string, text: string | undefined): boolean {
  if (text === undefined || ["", "0", "false", "no"].includes(text)) return false;
  if (["1", "true", "yes"].includes(text)) return true;
  throw invalid(`${name} must be 1 or 0, not "${text}"`);
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find((name) => name === text);
  if (level === undefined) throw invalid(`QUNXIN_LOG must be one of ${logLevels.join(", ")}, not "${text}"`);
  return level;
}

function invalid(sentence: string): StartProblem {
  return new StartProblem("start/option_invalid", `${sentence}. See npm start -- --help.`);
}

/** An empty variable is how shells and unit files say "not set". */
function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
