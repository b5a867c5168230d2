import type { ClientBase } from "pg";
import { checkIndexes } from "./store.ts";

export interface Settings {
  version: number;
  shown: string;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  data_checksums: string;
}

export async function settingsOf(client: ClientBase): Promise<Settings> {
  const { rows } = await client.query<Settings>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
      current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
      current_setting('synchronous_commit') as synchronous_commit, current_setting('data_checksums') as data_checksums`,
  );
  return rows[0] as Settings;
}

/** Milliseconds since 1970 by the database's clock. */
export async function timeOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms",
  );
  return rows[0]?.ms ?? 0;
}

export async function appliedMigrations(
  client: ClientBase,
): Promise<{ number: number; breaks: boolean; sha256: string }[]> {
  const { rows } = await client.query<{ number: number; breaks: boolean; sha256: string }>(
    "select number, breaks, sha256 from schema_migrations order by number",
  );
  return rows;
}

export async function invalidIndexes(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select indexrelid::regclass::text as name from pg_index where not indisvalid or not indisready",
  );
  return rows.map(({ name }) => name);
}

/** Null where `amcheck` is missing, or this user may not use it. */
export async function brokenStructure(client: ClientBase): Promise<string[] | null> {
  return checkIndexes(client).catch((error: { code?: string }) => {
    if (error.code === "42501") return null;
    throw error;
  });
}

export async function outboxState(client: ClientBase): Promise<{ rows: number; parked: number; lagSeconds: number }> {
  const { rows } = await client.query<{ rows: number; parked: number; lag: number | null }>(
    `select count(*) filter (where parked_at is null)::int as rows, count(parked_at)::int as parked,
      (select extract(epoch from now() - e.created_at)::float8 from outbox f
        join entries e on e.conversation_id = f.conversation_ids[1] and e.seq = f.seqs[1]
        where f.parked_at is null order by f.id limit 1) as lag
    from outbox`,
  );
  const { rows: count, parked, lag } = rows[0] ?? { rows: 0, parked: 0, lag: 0 };
  return { rows: count, parked, lagSeconds: lag ?? 0 };
}

export async function sealedPushKey(client: ClientBase): Promise<Buffer | null> {
  const { rows } = await client.query<{ sealed: Buffer }>("select sealed_private_key as sealed from push_keys");
  return rows[0]?.sealed ?? null;
}
