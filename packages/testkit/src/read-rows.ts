import pg from "pg";

/** Rows of a query on a connection of its own, for tests that look behind the product; bigint columns come as text. */
export async function readRows<Row extends object>(
  databaseUrl: string,
  query: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A connection that breaks between two answers rejects the next query.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(query, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
