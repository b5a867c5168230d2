import { setTimeout as delay } from "node:timers/promises";
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import { database as figures, secondsSince } from "./metrics.ts";
import { nameOf } from "./prepared.ts";
import type { DB } from "./schema.ts";

/** Where reads come from: the pool, or the transaction in hand. */
export interface Reading {
  readonly sql: Kysely<DB>;
}

/** A running transaction. Stores demand it for writes; `afterCommit` work runs in order once the commit is durable. */
export interface Tx extends Reading {
  readonly sql: Transaction<DB>;
  afterCommit(work: () => void): void;
}

/** Runs work in one transaction, again on a deadlock or serialisation failure. Nothing else may begin one. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export interface Database {
  /** For reads and long-held connections outside transactions. */
  readonly pool: pg.Pool;
  readonly reading: Reading;
  readonly transact: Transact;
  /** Every pool by its name, for whoever counts. */
  readonly pools: Readonly<Record<string, pg.Pool>>;
  /** Breaks every connection, so that what waits on a dead line fails and is tried on a new one. */
  sever(): void;
  close(): Promise<void>;
}

const int8Oid = 20;
const int8ArrayOid = 1016;

const timestamptzOid = 1184;
const parseTimestamp = pg.types.getTypeParser(timestamptzOid) as (text: string) => Date;
const inUtc = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

/** A point in time as the driver reads it, at half the cost where sessions are in UTC, as they usually are. */
export function toDate(text: string): Date {
  if (!inUtc.test(text)) return parseTimestamp(text);
  return new Date(`${text.slice(0, 10)}T${text.slice(11, Math.min(23, text.length - 3))}Z`);
}

/** bigint columns hold counts and seqs far below 2^53: numbers are exact and cheap. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === int8Oid) return Number;
    if (oid === int8ArrayOid) return (text: string) => text.slice(1, -1).split(",").filter(Boolean).map(Number);
    if (oid === timestamptzOid && format !== "binary") return toDate;
    return pg.types.getTypeParser(oid, format as "text");
  },
} as pg.CustomTypesConfig;

const connectWithinMs = 10_000;

/** Bounds how long a new connection may take, where the pool's own option would also bound the wait for a free one. */
class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: connectWithinMs });
  }
}

/** Prepared statements go by their names, also where the query builder gives them as a text and values. */
Client.prototype.query = function (this: Client, text: unknown, values: unknown, ...rest: unknown[]) {
  const name = typeof text === "string" ? nameOf(text) : undefined;
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  return name === undefined
    ? query.call(this, text, values, ...rest)
    : query.call(this, { name, text, values }, ...rest);
} as pg.Client["query"];

/** Options every connection of ours is made with; `max` bounds the pool. */
export function poolOptions(url: string, max: number): pg.PoolConfig {
  return { connectionString: url, max, types, application_name: "qunxin", idleTimeoutMillis: 60_000, Client };
}

/**
 * Opens the connections, at most `max` for reads and as many for transactions. Two pools, so that a transaction that
 * reads outside itself (a policy, say) never waits for connections that only transactions like itself could free.
 */
export function openDatabase(url: string, onError: (error: Error) => void, max = 8): Database {
  const reads = openPool(url, onError, max, "reads");
  const writes = openPool(url, onError, max, "writes");
  return {
    pool: reads.pool,
    reading: { sql: reads.sql },
    transact: transactOn(writes.sql),
    pools: { reads: reads.pool, writes: writes.pool },
    sever() {
      reads.sever();
      writes.sever();
    },
    async close() {
      await reads.close();
      await writes.close();
    },
  };
}

function openPool(url: string, onError: (error: Error) => void, max: number, name: string) {
  const pool = new pg.Pool(poolOptions(url, max));
  timeConnecting(pool, name);
  // An idle connection that breaks must not take the process with it: the pool makes a new one.
  pool.on("error", onError);
  const open = new Set<pg.PoolClient>();
  pool.on("connect", (client) => {
    open.add(client);
    // A connection that breaks while it is being closed has nobody else to tell.
    client.on("error", () => undefined);
    client.once("end", () => open.delete(client));
  });
  const sql = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const sever = () => {
    for (const { connection } of open) connection.stream.destroy();
  };
  return { pool, sql, sever, close: () => closePool(sql, open) };
}

/** The pool asks itself for a connection for each query too, so all waiting goes through here. */
function timeConnecting(pool: pg.Pool, name: string): void {
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  const observe = (since: number) => figures.waitSeconds.observe({ pool: name }, secondsSince(since));
  pool.connect = ((callback?: (...answer: unknown[]) => void) => {
    const since = performance.now();
    if (!callback) return (connect() as Promise<pg.PoolClient>).finally(() => observe(since));
    return connect((...answer: unknown[]) => {
      observe(since);
      callback(...answer);
    });
  }) as pg.Pool["connect"];
}

/** The pool forgets its connections before they are closed; the server must not be stopped under them. */
async function closePool(sql: Kysely<DB>, open: ReadonlySet<pg.PoolClient>): Promise<void> {
  await sql.destroy();
  for (let waitedMs = 0; open.size > 0 && waitedMs < closeWithinMs; waitedMs += 10) await delay(10);
}

const closeWithinMs = 2_000;

const retryable = new Set(["40001", "40P01"]);
const maxAttempts = 5;

function transactOn(sql: Kysely<DB>): Transact {
  return async (work) => {
    for (let attempt = 1; ; attempt++) {
      const after: (() => void)[] = [];
      try {
        const result = await sql
          .transaction()
          .execute((inner) => work({ sql: inner, afterCommit: (task) => void after.push(task) }));
        for (const task of after) task();
        return result;
      } catch (error) {
        if (attempt === maxAttempts || !retryable.has((error as { code?: string }).code ?? "")) throw error;
      }
    }
  };
}
