import pg from "pg";
import type { Log } from "./log.ts";

/** Whether the database answers. A network that swallows everything closes nothing: it is asked, again and again. */
export interface DatabaseWatch {
  /** False once it has not answered for six seconds, until it does. */
  answers(): boolean;
  stop(): Promise<void>;
}

export interface WatchDeps {
  readonly url: string;
  readonly log: Pick<Log, "warn">;
  /** It answers no more: what waits for it would wait for ever. */
  readonly lost: () => void;
  /** It answers again. */
  readonly found: () => void;
  /** For tests. */
  readonly askEveryMs?: number;
  readonly patienceMs?: number;
}

/** Asks on a connection of its own, which no load of the others can hold up. */
export function watchDatabase(deps: WatchDeps): DatabaseWatch {
  const { url, log, lost, found, askEveryMs = 1_000, patienceMs = 6_000 } = deps;
  let connection: pg.Client | null = null;
  let answeredAt = performance.now();
  let away = false;
  let stopped = false;

  function answered(): void {
    answeredAt = performance.now();
    if (!away || stopped) return;
    away = false;
    log.warn({}, "the database answers again");
    found();
  }

  function drop(client: pg.Client): void {
    if (connection === client) connection = null;
    // It may never have come to a stream, or have lost it.
    client.connection.stream.destroy();
  }

  async function ask(): Promise<void> {
    const client = connection ?? open();
    try {
      await client.query("select 1");
      answered();
    } catch {
      drop(client);
    }
  }

  function open(): pg.Client {
    const client = new pg.Client({
      connectionString: url,
      application_name: "qunxin-watch",
      connectionTimeoutMillis: patienceMs,
    });
    client.on("error", () => undefined);
    client.connect().catch(() => drop(client));
    connection = client;
    return client;
  }

  let askedAt: number | null = null;
  const timer = setInterval(() => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      void ask().finally(() => {
        askedAt = null;
      });
    } else if (connection && now - askedAt > patienceMs) {
      // A question without an answer blocks those behind it.
      drop(connection);
    }
    // The answer may lie there unread, if this process had too much to do.
    setImmediate(() => {
      const silentMs = performance.now() - answeredAt;
      if (away || stopped || silentMs < patienceMs) return;
      away = true;
      log.warn({ silentMs: Math.round(silentMs) }, "the database does not answer; nothing is served until it does");
      lost();
    });
  }, askEveryMs);

  return {
    answers: () => !away,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await connection?.end().catch(() => undefined);
    },
  };
}
