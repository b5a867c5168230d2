import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { errorCode, StartProblem, type StartProblemCode } from "./start-problem.ts";

const oldestMajor = 15;
const startingUpRetryMs = 10_000;

/**
 * Makes sure that the database behind `url` can carry Qunxin: reachable, log-in accepted, PostgreSQL 15 or newer,
 * UTF-8, and that we may create tables. Waits while the server is starting up.
 * @throws StartProblem start/database_*, one line without the password.
 */
export async function checkDatabase(url: string): Promise<void> {
  const shown = describe(url);
  for (let waitedMs = 0; ; waitedMs += 500) {
    try {
      return await probe(url, shown);
    } catch (error) {
      if (error instanceof StartProblem) throw error;
      const startingUp = errorCode(error) === "57P03" && waitedMs < startingUpRetryMs;
      if (!startingUp) throw databaseProblem(error, shown);
    }
    await delay(500);
  }
}

/** The start problem behind an error of the driver or the server; `shown` names the database without secrets. */
export function databaseProblem(error: unknown, shown: string): StartProblem {
  const code = errorCode(error) ?? "";
  const said = firstLine(error);
  const [problem, advice] = explanations.find(({ codes }) => codes.test(code))?.is ?? [
    "start/database_unreachable" as const,
    "Check DATABASE_URL.",
  ];
  return new StartProblem(problem, `Cannot use the database ${shown}: ${said}. ${advice}`, { cause: error });
}

/** What a database server says of itself; `version` is PostgreSQL's number, 150004 for 15.4. */
type ServerFacts = { version: number; shown: string; encoding: string; may: boolean };

/** @throws start/database_too_old, start/database_not_utf8, start/database_not_allowed */
export function refuseUnfit(found: ServerFacts, shown: string): void {
  if (found.version < oldestMajor * 10_000) {
    const line = `The database ${shown} is PostgreSQL ${found.shown}; Qunxin needs ${oldestMajor} or newer.`;
    throw new StartProblem("start/database_too_old", line);
  }
  if (found.encoding !== "UTF8") {
    const line = `The database ${shown} is encoded in ${found.encoding}; create one with ENCODING 'UTF8'.`;
    throw new StartProblem("start/database_not_utf8", line);
  }
  if (!found.may) {
    const line = `The user may not create anything in the database ${shown}; it must own the database.`;
    throw new StartProblem("start/database_not_allowed", line);
  }
}

const explanations: { codes: RegExp; is: [StartProblemCode, string] }[] = [
  { codes: /^28/, is: ["start/database_login_refused", "Check user and password in DATABASE_URL."] },
  { codes: /^3D000$/, is: ["start/database_missing", "Create it (createdb), or correct its name in DATABASE_URL."] },
  { codes: /^42501$/, is: ["start/database_not_allowed", "The user must own the database or its schema public."] },
  { codes: /^(53100|58030)$/, is: ["start/disk_full", "Free some space on the disk of the database server."] },
  { codes: /^53300$/, is: ["start/database_unreachable", "Raise max_connections of the database server."] },
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    is: ["start/database_unreachable", "No machine has that name. Check the host in DATABASE_URL."],
  },
  {
    codes: /^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/,
    is: ["start/database_unreachable", "Is PostgreSQL running there? Check host and port in DATABASE_URL."],
  },
];

async function probe(url: string, shown: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks between two queries must not end the process; the next query reports it.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
        current_setting('server_encoding') as encoding,
        has_database_privilege(current_database(), 'CREATE') as may`,
    );
    for (const row of rows) refuseUnfit(row, shown);
  } finally {
    await client.end();
  }
}

/** host:port/name, never the password. */
function describe(url: string): string {
  try {
    const { protocol, hostname, port, pathname } = new URL(url);
    if (!/^postgres(ql)?:$/.test(protocol) || pathname.length < 2) throw new TypeError("not a database");
    return `${hostname || "localhost"}:${port || 5432}${pathname}`;
  } catch (cause) {
    throw new StartProblem(
      "start/database_url_invalid",
      "DATABASE_URL is not of the form postgresql://user:password@host:5432/database.",
      { cause },
    );
  }
}

function firstLine(error: unknown): string {
  // Node joins the failures of IPv4 and IPv6 in one error without a message.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : String(first);
  return (message.split("\n")[0] ?? "").replace(/[.\s]+$/, "");
}
