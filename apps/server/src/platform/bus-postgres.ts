import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type Bus, createLocalBus, type Topic } from "./bus.ts";
import type { Log } from "./log.ts";

const channel = "qunxin_bus";
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const maxPayloadBytes = 7_500;
const reconnectMs = 1_000;
const closeWithinMs = 1_000;

/**
 * The bus of an installation whose roles run in several processes: NOTIFY, packed, one per event-loop turn and never
 * one per message (that cut throughput to a third). News of this process is delivered at once; what cannot travel is
 * shrunk by its topic. A broken connection loses news, which loses nothing: readers catch up by seq.
 */
export async function createPostgresBus(url: string, log: Log): Promise<Bus> {
  const local = createLocalBus();
  const origin = randomUUID();
  const outgoing: string[] = [];
  let connection = await listen();
  let closed = false;
  let connected = true;
  let flushing: Promise<void> | null = null;

  async function listen(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, application_name: "qunxin-bus" });
    client.on("notification", ({ payload }) => receive(payload ?? ""));
    client.on("error", () => undefined);
    await client.connect();
    await client.query(`listen ${channel}`);
    // Only now: one that never connected ends too, and each failed try would begin another row of tries.
    client.once("end", () => void reconnect());
    connected = true;
    return client;
  }

  async function reconnect(): Promise<void> {
    connected = false;
    while (!closed) {
      await new Promise((resolve) => setTimeout(resolve, reconnectMs));
      try {
        connection = await listen();
        return;
      } catch (err) {
        log.warn({ err }, "bus cannot reconnect");
      }
    }
  }

  function receive(payload: string): void {
    const { from, news } = JSON.parse(payload) as { from: string; news: [name: string, payload: unknown][] };
    if (from === origin) return;
    for (const [name, item] of news) local.publish({ name }, item);
  }

  function flush(): Promise<void> {
    flushing ??= send().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  async function send(): Promise<void> {
    while (outgoing.length > 0 && !closed) {
      const payload = `{"from":"${origin}","news":[${takePack(outgoing).join(",")}]}`;
      await connection
        .query("select pg_notify($1, $2)", [channel, payload])
        .catch((err) => log.warn({ err }, "news did not reach the other processes"));
    }
  }

  return {
    publish(topic, payload) {
      local.publish(topic, payload);
      outgoing.push(encode(topic, payload));
      if (outgoing.length === 1) setImmediate(flush);
    },
    subscribe: (topic, handler) => local.subscribe(topic, handler),
    up: () => connected,
    async close() {
      // Who goes offline with this process is told to the others, unless the database is away.
      await Promise.race([flush(), delay(closeWithinMs)]);
      closed = true;
      await local.close();
      await connection.end().catch(() => undefined);
    },
  };
}

function encode<Payload>(topic: Topic<Payload>, payload: Payload): string {
  const full = JSON.stringify([topic.name, payload]);
  if (Buffer.byteLength(full) <= maxPayloadBytes - 100 || !topic.shrink) return full;
  return JSON.stringify([topic.name, topic.shrink(payload)]);
}

/** Takes as many pieces of news off the front as one NOTIFY can carry, at least one. */
function takePack(outgoing: string[]): string[] {
  let bytes = 100;
  let count = 0;
  for (const item of outgoing) {
    bytes += Buffer.byteLength(item) + 1;
    if (count > 0 && bytes > maxPayloadBytes) break;
    count++;
  }
  return outgoing.splice(0, count);
}
