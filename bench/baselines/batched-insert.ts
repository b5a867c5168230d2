import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import pg from "pg";

export interface Inserted {
  readonly perSecond: number;
  /** CPU seconds a second of the process that inserted. */
  readonly loadCpu: number;
}

/** What the real server could put into one statement at most. */
const batch = 500;

/**
 * The baseline of durable sends: rows per second that one connection inserts in batches into a bare table with the
 * retry key, on the same PostgreSQL, nothing else.
 */
export async function measureBatchedInsert(
  databaseUrl: string,
  { seconds, conversations }: { seconds: number; conversations: number },
): Promise<Inserted> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(createTable);
    const places = Array.from({ length: conversations }, () => randomUUID());
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    let rows = 0;
    for (; performance.now() - startedAt < seconds * 1_000; rows += batch) {
      await client.query({ name: "insert", text: insert, values: valuesFrom(rows, places) });
    }
    const took = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: rows / took, loadCpu: (user + system) / 1e6 / took };
  } finally {
    await client.query("drop table if exists bench_raw");
    await client.end();
  }
}

const createTable = `
  create table bench_raw (
    conversation_id uuid not null, id uuid primary key, author_id uuid not null, client_id uuid not null,
    body jsonb not null, created_at timestamptz not null, unique (conversation_id, author_id, client_id)
  )`;

const insert = `
  insert into bench_raw select c, id, a, k, b::jsonb, now()
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) t (c, id, a, k, b)`;

const body = JSON.stringify({
  kind: "message",
  text: "要点：本周五之前把验收清单补齐，接口联调放在周四下午。".repeat(3),
  mentions: [],
});

function valuesFrom(first: number, places: readonly string[]): unknown[] {
  const ids = Array.from({ length: batch }, () => randomUUID());
  return [
    ids.map((_, index) => places[(first + index) % places.length]),
    ids,
    ids.map(() => places[0]),
    ids.map(() => randomUUID()),
    ids.map(() => body),
  ];
}
