import pg from "pg";

/** Does some work on a connection of its own, which is closed afterwards whatever happened. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "qunxin-operations",
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks is told by the next query; unheard, it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
