import { setTimeout as delay } from "node:timers/promises";
import type { Bus, Topic } from "./bus.ts";
import type { Clock } from "./clock.ts";
import type { Transact, Tx } from "./database.ts";
import type { Log } from "./log.ts";
import { outbox as figures, secondsSince } from "./metrics.ts";
import { claim, deleteParked, deleteRows, type OutboxItem, type OutboxRow, putOff, split } from "./outbox-store.ts";
import { stage } from "./tracing.ts";

export { addToOutbox, type OutboxItem } from "./outbox-store.ts";

/**
 * Work that must follow what was stored. It may come twice and out of order, so it looks at what stands in the log by
 * now and does what is not done yet. What it throws is tried again later.
 */
export type OutboxConsumer = (items: readonly OutboxItem[]) => Promise<void>;

export interface OutboxDeps {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn" | "error">;
}

export interface OutboxOptions extends OutboxDeps {
  readonly bus: Bus;
  /** By the names under which the rows are written. */
  readonly consumers: Readonly<Record<string, OutboxConsumer>>;
  /** News after which there may be rows. Without any, rows are found by looking every `pollMs`. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the news says, it only wakes.
  readonly wokenBy: readonly Topic<any>[];
  /** These consumers take small rounds, and rest so many times as long as a round took. */
  readonly yielding?: { readonly consumers: readonly string[]; readonly restFactor: () => number };
}

const pollMs = 400;
/** After the first round with something to do, and so much longer after each further one: … */
const restMs = 50;
/** … a round then takes what many batches left, and nobody notices a quarter of a second. Not while there is more. */
const maxRestMs = 250;
/** Who yields rests no longer than this … */
const maxYieldMs = 1_000;
/** … and is done with a round before senders notice: a thousand entries of the index take a third of a second. */
const maxYieldingEntries = 300;
const maxRows = 500;
/** A round ends with the row that reaches this. */
const maxEntries = 1_000;
const maxTries = 8;
/** A row of several entries that failed this often alone is halved, until what spoils it stands by itself. */
const triesWhole = 2;
const parkedKeptMs = 30 * 24 * 3_600_000;

/**
 * Works the outbox off, each consumer on its own, at least once: rows stay locked while the consumer works and go when
 * it has returned, so what a killed process had in hand is free again at once. Any number of processes may run it.
 */
export function startOutbox(options: OutboxOptions): { stop(): Promise<void> } {
  const loops = Object.entries(options.consumers).map(([name, consumer]) => startLoop(options, name, consumer));
  const wakeAll = () => {
    for (const loop of loops) loop.wake();
  };
  const off = options.wokenBy.map((topic) => options.bus.subscribe(topic, wakeAll));
  return {
    async stop() {
      for (const unsubscribe of off) unsubscribe();
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** Hands the consumer one round of what is due; answers how many rows there were. */
export function workOff(deps: OutboxDeps, name: string, consumer: OutboxConsumer, most = maxEntries): Promise<number> {
  return deps.transact(async (tx) => {
    const rows = roundOf(await claim(tx, name, deps.clock.now(), { rows: maxRows, entries: most }), most);
    if (rows.length === 0) return 0;
    const startedAt = performance.now();
    try {
      await stage(`after-work ${name}`, () => consumer(itemsOf(rows)));
    } catch (err) {
      deps.log.warn({ err, consumer: name, rows: rows.length }, "after-work failed");
      for (const row of rows) await setBack(deps, tx, name, row, String(err));
      figures.done.inc({ consumer: name, outcome: "put_off" }, rows.length);
      return rows.length;
    }
    const done = rows.map(({ id }) => id);
    await deleteRows(tx, done);
    figures.seconds.observe({ consumer: name }, secondsSince(startedAt));
    figures.done.inc({ consumer: name, outcome: "done" }, rows.length);
    return rows.length;
  });
}

/** Forgets what has been parked for a month. */
export async function sweepOutbox({ transact, clock }: Pick<OutboxDeps, "transact" | "clock">): Promise<void> {
  await transact((tx) => deleteParked(tx, new Date(clock.now().getTime() - parkedKeptMs)));
}

function startLoop(deps: OutboxOptions, name: string, consumer: OutboxConsumer) {
  const { yielding } = deps;
  const yields = yielding?.consumers.includes(name) ?? false;
  const most = yields ? maxYieldingEntries : maxEntries;
  const stopping = new AbortController();
  let news = Promise.withResolvers<void>();
  const wait = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  async function run(): Promise<void> {
    let inSuccession = 0;
    let entries = 0;
    const counted: OutboxConsumer = (items) => {
      entries = items.reduce((sum, { seqs }) => sum + seqs.length, 0);
      return consumer(items);
    };
    while (!stopping.signal.aborted) {
      news = Promise.withResolvers();
      const startedAt = performance.now();
      const rows = await workOff(deps, name, counted, most).catch((err) => {
        deps.log.warn({ err, consumer: name }, "the outbox cannot be read");
        return 0;
      });
      if (rows === 0) await Promise.race([news.promise, wait(pollMs)]);
      const took = performance.now() - startedAt;
      const full = rows >= maxRows || (rows > 0 && entries >= most);
      inSuccession = rows > 0 && !full ? inSuccession + 1 : 0;
      const usual = full && yields ? 0 : Math.min(restMs * Math.max(inSuccession, 1), maxRestMs);
      const room = rows > 0 && yields ? Math.min((yielding?.restFactor() ?? 0) * took, maxYieldMs) : 0;
      await wait(Math.max(usual, room));
    }
  }

  const done = run();
  return {
    wake: () => news.resolve(),
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Fresh rows go together; one that failed before goes alone, so that it spoils no other. */
function roundOf(rows: readonly OutboxRow[], most: number): OutboxRow[] {
  const round: OutboxRow[] = [];
  let entries = 0;
  for (const row of rows) {
    if (row.tries > 0 && round.length > 0) break;
    round.push(row);
    entries += row.seqs.length;
    if (row.tries > 0 || entries >= most) break;
  }
  return round;
}

function itemsOf(rows: readonly OutboxRow[]): OutboxItem[] {
  const seqsOf = new Map<string, Set<number>>();
  for (const row of rows) {
    for (const [index, conversationId] of row.conversation_ids.entries()) {
      const seqs = seqsOf.get(conversationId) ?? new Set();
      seqsOf.set(conversationId, seqs.add(row.seqs[index] ?? 0));
    }
  }
  return [...seqsOf].map(([conversationId, seqs]) => ({ conversationId, seqs: [...seqs].sort((a, b) => a - b) }));
}

async function setBack(
  { clock, log }: OutboxDeps,
  tx: Tx,
  consumer: string,
  row: OutboxRow,
  error: string,
): Promise<void> {
  const now = clock.now();
  const tries = row.tries + 1;
  const retryAt = new Date(now.getTime() + delayMs(tries));
  if (row.seqs.length > 1 && tries > triesWhole) {
    await split(tx, consumer, { ...row, retryAt: new Date(now.getTime() + delayMs(1)), error });
    return;
  }
  const parkedAt = tries >= maxTries ? now : null;
  if (parkedAt) log.error({ consumer, outboxId: row.id }, "after-work was given up and parked");
  await putOff(tx, { id: row.id, tries, retryAt, parkedAt, error });
}

/** 1, 4, 16, 64 s ... up to ten minutes: some half an hour in all. */
function delayMs(tries: number): number {
  return Math.min(1_000 * 4 ** (tries - 1), 600_000);
}
