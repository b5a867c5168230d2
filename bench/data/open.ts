import { signManyIn } from "@qunxin/testkit";
import pg from "pg";
import { type Caller, openCaller } from "./caller.ts";
import type { Dataset } from "./dataset.ts";
import { type KeptServer, startOn } from "./server.ts";

/** The server on a dataset, and who asks. */
export interface Opened {
  readonly dataset: Dataset;
  readonly server: KeptServer;
  readonly viewer: Caller;
  readonly viewerToken: string;
  readonly elsewhere: Caller;
  readonly administrator: Caller;
  readonly administratorToken: string;
  /** Beside the server's own connections, for what is compared with. */
  readonly database: pg.Client;
}

/** Starts the server anew, its caches empty, for as long as `work` takes. */
export async function withDataset<Result>(
  dataset: Dataset,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const server = await startOn(dataset.dataDir);
  const database = new pg.Client({ connectionString: server.databaseUrl });
  const callers: Caller[] = [];
  try {
    await database.connect();
    const { viewer, elsewhere, administrator } = dataset.world;
    const people = await signManyIn(server.databaseUrl, [viewer, elsewhere, administrator]);
    const [first, second, third] = people.map(({ token }) => openCaller(server.url, token));
    if (!first || !second || !third) throw new Error("three people sign in");
    callers.push(first, second, third);
    const [viewerToken = "", , administratorToken = ""] = people.map(({ token }) => token);
    const asking = { viewer: first, elsewhere: second, administrator: third, viewerToken, administratorToken };
    return await work({ dataset, server, database, ...asking });
  } finally {
    for (const caller of callers) caller.close();
    await database.end();
    await server.stop();
  }
}
