import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PrincipalId } from "@qunxin/protocol";
import { createServer, type Server, type ServerOptions } from "./main.ts";
import { createLog } from "./platform/log.ts";
import { cloneDatabase, type TestDatabase } from "./platform/postgres/testing.ts";

/** What the search keeps of a message, and the embedded database by itself: for programs that write many at once. */
export { indexRowOf } from "./domains/search/document.ts";
export { startEmbeddedPostgres } from "./platform/postgres/index.ts";

export interface TestServer extends Server {
  databaseUrl: string;
  dataDir: string;
  /** Stops the server and removes its database and data folder. */
  close(): Promise<void>;
}

/**
 * The whole real server on a database and a port of its own, answers checked against the contract. `database` lets
 * programs outside the test runner bring a database; else one is cloned from the run's template.
 */
export async function startTestServer(
  options: Partial<
    Pick<
      ServerOptions,
      | "admin"
      | "callRates"
      | "clock"
      | "roles"
      | "webDir"
      | "checkOutput"
      | "s3"
      | "linkGuard"
      | "pushGuard"
      | "metrics"
      | "log"
    >
  > & {
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
    dataDir,
    async close() {
      await server.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sets the company up with the administrator wei, over HTTP as the first person does, and answers who that is. */
export async function foundCompany({ url, parts }: Pick<Server, "url" | "parts">): Promise<PrincipalId> {
  const answer = await fetch(`${url}/api/company.setUp`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      code: await parts.onboarding.issueSetupCode(),
      company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
      administrator: { name: "韦伟", account: "wei", password: "Galaxy-2026" },
    }),
  });
  if (!answer.ok) throw new Error(`the set-up was refused: ${await answer.text()}`);
  return ((await answer.json()) as { administratorId: PrincipalId }).administratorId;
}

/** Headers of a new session of theirs, with whatever password they have, chosen by themselves or not. */
export async function signedIn(
  { parts }: Pick<Server, "parts">,
  personId: PrincipalId,
  { passwordChangeRequired = false } = {},
): Promise<{ authorization: string }> {
  await parts.pool.query(
    `insert into credentials (person_id, password_hash, changed_at, change_required)
     select $1, password_hash, now(), $2 from credentials limit 1
     on conflict (person_id) do update set change_required = $2`,
    [personId, passwordChangeRequired],
  );
  const device = { name: "test", kind: "api", address: "192.0.2.1" } as const;
  const { token } = await parts.identity.openSession(personId, device);
  return { authorization: `Bearer ${token}` };
}

export { startNats, type TestNats, withoutNats } from "./platform/nats.testing.ts";
export { cloneDatabase } from "./platform/postgres/testing.ts";
