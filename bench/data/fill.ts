import pg from "pg";
import {
  bucketParts,
  chunkMessages,
  insertEntries,
  insertIndexed,
  insertMentions,
  insertReactions,
  makeChunk,
  moveCounters,
} from "./fill-sql.ts";
import { storeTexts } from "./texts.ts";

/**
 * Writes `messages` messages of the last year into the conversations of `bench_groups`: entries, reactions, mentions and
 * the search index, on PostgreSQL alone. Two connections: the index of one chunk is made while the next is written.
 */
export async function fillMessages(databaseUrl: string, messages: number, now: Date): Promise<void> {
  const [writer, indexer] = [await connect(databaseUrl), await connect(databaseUrl)];
  try {
    await storeTexts(writer, messages);
    const indexes = messages > chunkMessages ? await takeIndexes(writer) : [];
    let indexing: Promise<void> = Promise.resolve();
    for (let from = 0, bucket = 0; from < messages; from += chunkMessages, bucket++) {
      const chunk = `bench_chunk_${bucket}`;
      await writeChunk(writer, chunk, { from, to: Math.min(messages, from + chunkMessages), messages, now });
      await indexing;
      indexing = indexChunk(indexer, chunk, bucket, Math.ceil(messages / chunkMessages));
      indexing.catch(() => undefined);
    }
    await indexing;
    await writer.query("select search_remake_newest()");
    for (const statement of indexes) await writer.query(statement);
    await writer.query("drop table bench_texts");
  } finally {
    await writer.end();
    await indexer.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off");
  return client;
}

async function writeChunk(
  client: pg.Client,
  chunk: string,
  { from, to, messages, now }: { from: number; to: number; messages: number; now: Date },
): Promise<void> {
  await client.query(`create unlogged table ${chunk} (n bigint, c uuid, number int, act boolean, seq bigint,
    ordinal bigint, by uuid, changed_seq bigint, called uuid, text int, at timestamptz)`);
  await client.query(`insert into ${chunk} ${makeChunk}`, [from, to, messages, now]);
  await client.query(`analyze ${chunk}`);
  for (const statement of [insertEntries, insertReactions, insertMentions, moveCounters]) {
    await client.query(statement(chunk));
  }
}

/** As the server leaves them (`domains/search/merge.ts`): of all but the newest five, eight each are one. */
const [width, spared] = [8, 5];

/** Makes a bucket of the active generation, which what comes later follows; old ones of several chunks. */
async function indexChunk(client: pg.Client, chunk: string, bucket: number, buckets: number): Promise<void> {
  const merged = bucket < Math.floor((buckets - spared) / width) * width;
  const begins = !merged || bucket % width === 0;
  const ends = !merged || bucket % width === width - 1;
  await client.query("begin");
  const { rows } = await client.query("select generation from search_generations where active");
  const n = Number(rows[0].generation) * 2 ** 40 + 2 ** 39 + bucket * chunkMessages;
  const first = merged ? n - (bucket % width) * chunkMessages : n;
  const end = n + chunkMessages;
  const table = `search_messages_${first}`;
  if (begins) await client.query(`create table ${table} (like search_messages)`);
  const { rowCount } = await client.query(insertIndexed(chunk, table, n));
  if (ends) {
    for (const statement of bucketParts(table)) await client.query(statement);
    await client.query(`alter table search_messages attach partition ${table} for values from (${first}) to (${end})`);
    await client.query(`insert into search_buckets select ${first}, ${end}, min(at), max(at) from ${table}`);
  }
  await client.query("update search_generations set live_n = $1 where active", [n + (rowCount ?? 0)]);
  await client.query(`drop table ${chunk}`);
  await client.query("commit");
}

/** Takes the indexes of the log away, and answers the statements that make them again: at once is cheaper than row by row. */
async function takeIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; making: string; key: string | null }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as making,
      (select conname from pg_constraint where conindid = i.indexrelid) as key
    from pg_index i where i.indrelid = 'entries'::regclass order by i.indisprimary desc`);
  for (const { name, key } of rows) {
    await client.query(key ? `alter table entries drop constraint ${key}` : `drop index ${name}`);
  }
  return rows.flatMap(({ making, key }) =>
    key ? [making, `alter table entries add constraint ${key} primary key using index ${key}`] : [making],
  );
}
