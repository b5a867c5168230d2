import { join } from "node:path";
import type { Log } from "../platform/log.ts";
import { StartProblem } from "../platform/postgres/index.ts";
import { onDatabase } from "./connect.ts";
import { lookAtDatabase } from "./doctor-database.ts";
import { type Finding, fine, wrong } from "./doctor-finding.ts";
import { lookAtFolder, lookAtNode, lookAtOpenFiles, lookAtSecret, lookAtSocketMemory } from "./doctor-machine.ts";
import { lookThroughProxy } from "./doctor-proxy.ts";
import { reachPostgres } from "./embedded.ts";
import { OperationProblem } from "./problem.ts";

export interface DoctorOptions {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  /** The installation's secret, where it is kept in the environment. */
  readonly secret?: string | undefined;
  /** Where people reach the installation, through its proxy. */
  readonly url?: string | undefined;
  readonly log: Log;
}

/**
 * Looks at everything an installation stands on and says of each what to do about it. Changes nothing; a database that
 * does not run is started for it, without migrating it.
 */
export async function examine(options: DoctorOptions): Promise<Finding[]> {
  const machine = [
    lookAtNode(process.versions.node),
    await lookAtFolder(options.dataDir),
    lookAtSecret(options.dataDir, options.secret),
    await lookAtOpenFiles(options.dataDir),
    await lookAtSocketMemory(),
  ];
  return [...machine, ...(await visitDatabase(options)), await lookThroughProxy(options.url)];
}

async function visitDatabase({ dataDir, databaseUrl, log, secret }: DoctorOptions): Promise<Finding[]> {
  try {
    const database = databaseUrl
      ? { url: databaseUrl, close: async () => undefined }
      : await reachPostgres(dataDir, log);
    try {
      const reached = fine(
        "database",
        databaseUrl ? "It is reachable." : `It is reachable in ${join(dataDir, "postgres")}.`,
      );
      return [reached, ...(await onDatabase(database.url, (client) => lookAtDatabase(client, dataDir, secret)))];
    } finally {
      await database.close();
    }
  } catch (error) {
    const known = error instanceof OperationProblem || error instanceof StartProblem;
    // The driver's words may hold host and user, not the password.
    const said = known ? `${error.message} (${error.code})` : String((error as Error).message ?? error).split("\n")[0];
    return [wrong("database", `It cannot be looked at: ${said}`, "Mend that and run the doctor again.")];
  }
}
