import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Bus } from "./bus.ts";
import { createPackedBus, type OpenWire, type WireEvents } from "./bus-packed.ts";
import type { Log } from "./log.ts";

const channel = "qunxin_bus";
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const maxPackBytes = 7_500;
const reconnectMs = 1_000;
/** A connection without an answer for that long is dead, whatever the network says. */
const askEveryMs = 2_000;
const connectWithinMs = 5_000;

/** The bus over the database alone, by NOTIFY: for a few processes, without anything else to run. */
export function createPostgresBus(url: string, log: Log): Promise<Bus> {
  return createPackedBus({ wire: postgresWire(url, log), log });
}

/** Packs as NOTIFY, over one connection that also listens. */
export function postgresWire(url: string, log: Pick<Log, "warn">): OpenWire {
  return async (events) => {
    let connection = await listen();
    let closed = false;

    async function listen(): Promise<pg.Client> {
      const client = await openListener(url, events.received);
      // Only now: one that never connected ends too, and each failed try would begin another row of tries.
      client.once("end", () => void reconnect());
      events.up();
      return client;
    }

    async function reconnect(): Promise<void> {
      if (!closed) events.down();
      while (!closed) {
        await delay(reconnectMs);
        try {
          connection = await listen();
          return;
        } catch (err) {
          log.warn({ err }, "bus cannot reconnect");
        }
      }
    }

    return {
      maxPackBytes,
      async send(pack) {
        await connection.query("select pg_notify($1, $2)", [channel, pack]);
      },
      async close() {
        closed = true;
        await connection.end().catch(() => undefined);
      },
    };
  };
}

async function openListener(url: string, received: WireEvents["received"]): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "qunxin-bus",
    connectionTimeoutMillis: connectWithinMs,
  });
  client.on("notification", ({ payload }) => received(payload ?? ""));
  client.on("error", () => undefined);
  await client.connect();
  await client.query(`listen ${channel}`);
  dropWhenSilent(client);
  return client;
}

/** A network that swallows everything closes nothing: two questions without an answer end the connection. */
function dropWhenSilent(client: pg.Client): void {
  let unanswered = 0;
  const timer = setInterval(() => {
    // The answer may lie there unread, if this process had too much to do.
    setImmediate(() => {
      if (unanswered >= 2) client.connection.stream.destroy();
      unanswered += 1;
      client.query("select 1").then(
        () => {
          unanswered = 0;
        },
        () => undefined,
      );
    });
  }, askEveryMs);
  client.once("end", () => clearInterval(timer));
}
