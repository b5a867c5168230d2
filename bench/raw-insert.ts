import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import pg from "pg";

/**
 * The baseline of durable sends: rows per second that one connection inserts in batches into a bare table with the
 * retry key, on the same PostgreSQL, nothing else. `batch` is what the real server could batch at most.
 */
export async function measureRawInsert(
  databaseUrl: string,
  { seconds, batch, conversations }: { seconds: number; batch: number; conversations: number },
): Promise<{ perSecond: number; cpuSeconds: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`create table bench_raw (conversation_id uuid not null, id uuid primary key, author_id uuid not null,
      client_id uuid not null, body jsonb not null, created_at timestamptz not null, unique (conversation_id, author_id, client_id))`);
    const places = Array.from({ length: conversations }, () => randomUUID());
    const body = JSON.stringify({
      kind: "message",
      text: "要点：本周五之前把验收清单补齐，接口联调放在周四下午。".repeat(3),
      mentions: [],
    });
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    let rows = 0;
    while (performance.now() - startedAt < seconds * 1000) {
      const ids = Array.from({ length: batch }, () => randomUUID());
      await client.query({
        name: "raw",
        text: `insert into bench_raw select c, id, a, k, b::jsonb, now()
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) t (c, id, a, k, b)`,
        values: [
          ids.map((_, index) => places[(rows + index) % places.length]),
          ids,
          ids.map(() => places[0]),
          ids.map(() => randomUUID()),
          ids.map(() => body),
        ],
      });
      rows += batch;
    }
    const { user, system } = process.cpuUsage(cpu);
    return { perSecond: rows / ((performance.now() - startedAt) / 1000), cpuSeconds: (user + system) / 1e6 };
  } finally {
    await client.query("drop table if exists bench_raw");
    await client.end();
  }
}
