import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type ConnectionOptions, connect, type NatsConnection } from "@nats-io/transport-node";
import pg from "pg";
import type { Bus } from "./bus.ts";
import { createPackedBus, type OpenWire, type WireEvents } from "./bus-packed.ts";
import { postgresWire } from "./bus-postgres.ts";
import type { Log } from "./log.ts";

/** NATS servers carry a megabyte unless told otherwise; smaller packs keep the others' event loops free. */
const maxPackBytes = 256 * 1024;
const reconnectMs = 500;
/** Two questions without an answer end the connection: a network that swallows everything closes nothing. */
const askEveryMs = 2_000;
const connectWithinMs = 3_000;

/**
 * The bus over NATS. Whoever has no connection to it speaks over the database instead, where everybody listens too, and
 * looks into the store for what the others said meanwhile. `servers`: `nats://user:password@host:4222`, several with
 * commas between; `tls://` for TLS.
 */
export async function createNatsBus(servers: string, databaseUrl: string, log: Log): Promise<Bus> {
  const subject = await subjectOf(databaseUrl);
  return createPackedBus({ wire: natsWire(servers, subject, log), spare: postgresWire(databaseUrl, log), log });
}

/** Nodes on one database hear each other, and no other installation that uses the same NATS. */
async function subjectOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const named = await client.query("select current_database() as name");
    // Some hosted databases keep the number of the cluster to themselves.
    const system = await client.query("select system_identifier::text from pg_control_system()").catch(() => null);
    const identity = JSON.stringify([named.rows, system?.rows ?? []]);
    return `qunxin.${createHash("sha256").update(identity).digest("hex").slice(0, 24)}.news`;
  } finally {
    await client.end();
  }
}

function natsWire(servers: string, subject: string, log: Pick<Log, "warn">): OpenWire {
  return async (events) => {
    let connection: NatsConnection | null = null;
    let up = false;
    let closed = false;

    function turn(now: boolean): void {
      up = now;
      if (now) events.up();
      else events.down();
    }

    async function reach(): Promise<void> {
      for (let told = false; !closed; told = true) {
        try {
          connection = await connect(optionsFor(servers));
          break;
        } catch (err) {
          if (!told) log.warn({ err }, "NATS cannot be reached; news goes over the database");
          await delay(reconnectMs);
        }
      }
      if (closed) return void (await connection?.close());
      if (connection) listen(connection, subject, { ...events, turn, log });
    }

    const reached = reach();
    // A node serves without NATS; but if it is there, it is waited for.
    await Promise.race([reached, delay(connectWithinMs, undefined, { ref: false })]);
    return {
      maxPackBytes,
      async send(pack) {
        if (!up || !connection) throw new Error("there is no connection to NATS");
        connection.publish(subject, pack);
      },
      async close() {
        closed = true;
        await connection?.flush().catch(() => undefined);
        await connection?.close().catch(() => undefined);
      },
    };
  };
}

interface Listening extends Pick<WireEvents, "received"> {
  readonly turn: (up: boolean) => void;
  readonly log: Pick<Log, "warn">;
}

function listen(connection: NatsConnection, subject: string, { received, turn, log }: Listening): void {
  connection.subscribe(subject, {
    callback(err, message) {
      if (!err) received(message.string());
    },
  });
  turn(true);
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === "disconnect") log.warn({}, "the connection to NATS broke; news goes over the database");
      if (type === "disconnect") turn(false);
      if (type === "reconnect") turn(true);
    }
  })();
}

/** The client takes credentials beside the addresses, not in them. */
function optionsFor(servers: string): ConnectionOptions {
  const urls = servers.split(",").map((server) => new URL(server.trim()));
  const [first] = urls;
  const { username, password } = first ?? { username: "", password: "" };
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return {
    servers: urls.map(({ host }) => host),
    ...(pass ? { user, pass } : user ? { token: user } : {}),
    ...(first?.protocol === "tls:" ? { tls: {} } : {}),
    name: "qunxin",
    noEcho: true,
    timeout: connectWithinMs,
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: reconnectMs,
    pingInterval: askEveryMs,
    maxPingOut: 2,
  };
}
