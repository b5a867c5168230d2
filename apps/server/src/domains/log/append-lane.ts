import { type ConversationId, type Entry, type EntryId, Failure } from "@qunxin/protocol";
import type { Clock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { append as figures, secondsSince } from "../../platform/metrics.ts";
import { type Captured, captureStage, recordStage } from "../../platform/tracing.ts";
import {
  type AppendOutcome,
  type AppendPool,
  codeOf,
  isStatementError,
  type KeyedDraft,
  openAppendConnection,
} from "./append-store.ts";
import type { Strain } from "./strain.ts";
import type { Appended, MessageDraft } from "./types.ts";

export interface AppendLane {
  /** Stores one message, or tells that it was judged under an access that no longer holds. */
  append(draft: MessageDraft): Promise<Appended | "stale">;
  /** Waits for what is queued and gives the connection back. */
  stop(): Promise<void>;
}

export interface AppendLaneDeps {
  readonly pool: AppendPool;
  readonly clock: Clock;
  readonly consumers: readonly string[];
  /** Called after the commit with what was stored, ascending per conversation; with nothing: look into the store. */
  readonly stored: (conversationId: ConversationId, entries: Entry[]) => void;
  readonly strain: Pick<Strain, "note">;
}

interface Item {
  readonly draft: KeyedDraft;
  readonly done: (outcome: Appended | "stale") => void;
  readonly failed: (error: unknown) => void;
  waits: number;
  /** When it came, by `performance.now()`, and in which stage. */
  readonly at: number;
  readonly stage: Captured;
}

const maxBatch = 500;
const maxQueued = 20_000;
const busyRetryMs = 3;
/** A conversation held this long by a transaction answers server/busy instead of keeping its senders waiting. */
const maxWaits = 2_000;
const maxTries = 5;
const reconnectMs = 50;
const diskFull = "53100";
const retryable = new Set(["23505", "40P01", "40001"]);

/**
 * Adaptive group commit on one connection: whatever arrived while the last statement ran goes with the next one; no
 * timer. A batch that fails is run again on a race, else split, so that a message the store refuses fails alone.
 */
export function createAppendLane(deps: AppendLaneDeps): AppendLane {
  const queue: Item[] = [];
  const connection = openAppendConnection(deps.pool, deps.consumers);
  let running: Promise<void> | null = null;

  function append(draft: MessageDraft): Promise<Appended | "stale"> {
    if (queue.length >= maxQueued) {
      return Promise.reject(new Failure("server/busy", { retryAfterMs: 1_000 }));
    }
    return new Promise((done, failed) => {
      const item = { draft: { ...draft, id: newId<EntryId>() }, done, failed, waits: 0 };
      queue.push({ ...item, at: performance.now(), stage: captureStage() });
      running ??= drain();
    });
  }

  async function drain(): Promise<void> {
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      figures.queued.set(queue.length);
      const busy = await run(batch);
      if (busy.length === 0) continue;
      queue.unshift(...busy);
      // Others may go on in between; alone, there is nothing to do until the row is free.
      if (busy.length === queue.length) await new Promise((wake) => setTimeout(wake, busyRetryMs));
    }
    // In the same turn as the last look at the queue, or a message arriving in between would wait for ever.
    running = null;
  }

  /** Runs a batch and settles its items; returns those whose conversation was held. */
  async function run(batch: readonly Item[]): Promise<Item[]> {
    try {
      const outcomes = await attempt(batch);
      return settle(batch, outcomes, deps.stored);
    } catch (error) {
      if (batch.length === 1 || !isStatementError(error)) {
        for (const item of batch) item.failed(refusalOf(error));
        return [];
      }
      const half = batch.length >> 1;
      const first = await run(batch.slice(0, half));
      return [...first, ...(await run(batch.slice(half)))];
    }
  }

  async function attempt(batch: readonly Item[]): Promise<AppendOutcome[]> {
    const drafts = batch.map(({ draft }) => draft);
    for (let tries = 1; ; tries++) {
      const startedAt = performance.now();
      try {
        const outcomes = await connection.append(drafts, deps.clock.now());
        measure(batch, startedAt);
        const now = performance.now();
        deps.strain.note(now - (batch[0]?.at ?? now), now);
        return outcomes;
      } catch (error) {
        const broken = !isStatementError(error);
        if (tries === maxTries || !(broken || retryable.has(codeOf(error)))) throw error;
        if (broken) await new Promise((wake) => setTimeout(wake, tries * reconnectMs));
      }
    }
  }

  return {
    append,
    async stop() {
      while (running) await running;
      await connection.close();
    },
  };
}

/** The next items in order; a second message with the same retry key waits for the next batch and finds the first. */
function takeBatch(queue: Item[]): Item[] {
  const keys = new Set<string>();
  const later: Item[] = [];
  const batch: Item[] = [];
  for (const item of queue.splice(0, maxBatch)) {
    const key = `${item.draft.conversationId} ${item.draft.by} ${item.draft.clientId}`;
    (keys.has(key) ? later : batch).push(item);
    keys.add(key);
  }
  queue.unshift(...later);
  return batch;
}

function settle(batch: readonly Item[], outcomes: readonly AppendOutcome[], stored: AppendLaneDeps["stored"]): Item[] {
  const news = new Map<ConversationId, Entry[]>();
  const busy: Item[] = [];
  for (const [index, item] of batch.entries()) {
    const outcome = outcomes[index];
    if (outcome?.state === "busy" && item.waits++ < maxWaits) busy.push(item);
    else if (outcome) conclude(item, outcome, news);
  }
  const storedAt = performance.now();
  for (const [conversationId, entries] of news) stored(conversationId, entries);
  if (batch.some(({ stage }) => stage)) setImmediate(traceDelivery, batch, storedAt);
  return busy;
}

function measure(batch: readonly Item[], startedAt: number): void {
  figures.seconds.observe(secondsSince(startedAt));
  figures.batch.observe(batch.length);
  for (const { at, stage } of batch) {
    recordStage(stage, "append wait", at, startedAt);
    recordStage(stage, "append commit", startedAt, performance.now());
  }
}

/** Called behind the writing to the sockets of this process, which was put off to the same turn. */
function traceDelivery(batch: readonly Item[], storedAt: number): void {
  for (const { stage } of batch) recordStage(stage, "deliver", storedAt, performance.now());
}

function conclude(item: Item, outcome: AppendOutcome, news: Map<ConversationId, Entry[]>): void {
  const { draft, done, failed } = item;
  switch (outcome.state) {
    case "stored": {
      const { id, seq, ordinal, at } = outcome;
      const { by, clientId, body, conversationId } = draft;
      const entries = news.get(conversationId) ?? [];
      entries.push({ id, seq, ordinal, at: at.toISOString(), by, clientId, body });
      news.set(conversationId, entries);
      figures.stored.inc();
      figures.ackSeconds.observe(secondsSince(item.at));
      done({ id, seq, ordinal, at, duplicate: false });
      break;
    }
    case "duplicate": {
      const { id, seq, ordinal, at } = outcome;
      // Stored by our own try whose answer was lost with the connection: it is news still.
      if (id === draft.id) {
        conclude(item, { ...outcome, state: "stored" }, news);
        return;
      }
      figures.repeated.inc();
      done({ id, seq, ordinal, at, duplicate: true });
      // Another process may have stored it and died before it told anybody: whoever is to get it looks into the store.
      news.set(draft.conversationId, news.get(draft.conversationId) ?? []);
      break;
    }
    case "stale":
      done("stale");
      break;
    case "busy":
      failed(new Failure("server/busy", { retryAfterMs: 1_000 }));
      break;
    case "missing":
      failed(new Failure("conversations/not_found"));
      break;
    default:
      outcome satisfies never;
  }
}

/** Class 22 is bad data: the message itself, such as a NUL character, which PostgreSQL cannot store. */
function refusalOf(error: unknown): unknown {
  if (codeOf(error) === diskFull) return new Failure("server/disk_full", { retryAfterMs: 5_000 }, { cause: error });
  if (!isStatementError(error)) return new Failure("server/busy", { retryAfterMs: 1_000 }, { cause: error });
  if (!codeOf(error).startsWith("22")) return error;
  return new Failure(
    "request/invalid",
    { issues: [{ path: "text", message: "contains characters that cannot be stored" }] },
    { cause: error },
  );
}
