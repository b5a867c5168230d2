import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server, type ServerOptions } from "./main.ts";
import { createLog } from "./platform/log.ts";
import { cloneDatabase, type TestDatabase } from "./platform/postgres/testing.ts";

export interface TestServer extends Server {
  databaseUrl: string;
  /** Stops the server and removes its database and data folder. */
  close(): Promise<void>;
}

/**
 * The whole real server on a database and a port of its own, answers checked against the contract. `database` lets
 * programs outside the test runner bring a database; else one is cloned from the run's template.
 */
export async function startTestServer(
  options: Partial<Pick<ServerOptions, "clock" | "roles" | "webDir" | "checkOutput">> & {
    database?: TestDatabase;
  } = {},
): Promise<TestServer> {
  const { database = await cloneDatabase(), ...chosen } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "qunxin-server-"));
  const server = await createServer({
    databaseUrl: database.url,
    dataDir,
    host: "127.0.0.1",
    port: 0,
    roles: ["http", "ws", "worker"],
    webDir: null,
    checkOutput: true,
    log: createLog(process.env.QUNXIN_LOG ?? "error"),
    ...chosen,
  });
  return {
    ...server,
    databaseUrl: database.url,
    async close() {
      await server.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
