import { type ConversationId, Failure, type PrincipalId } from "@qunxin/protocol";
import type { Transact } from "../../platform/database.ts";
import { moveReadMarks, type ReadMark, type ReadOutcome } from "./keeping-store.ts";

export interface ReadLane {
  /** Moves somebody's read mark forward; null: not a member. */
  markRead(conversationId: ConversationId, personId: PrincipalId, seq: number): Promise<ReadMark | null>;
}

export interface ReadLaneDeps {
  readonly transact: Transact;
  /** Called after the commit for each mark that moved. */
  readonly moved: (conversationId: ConversationId, personId: PrincipalId, mark: ReadMark) => void;
}

/** All who wait for one person's mark in one conversation: the furthest seq asked for counts. */
interface Item {
  readonly conversationId: ConversationId;
  readonly personId: PrincipalId;
  seq: number;
  readonly waiting: { done: (mark: ReadMark | null) => void; failed: (error: unknown) => void }[];
  waits: number;
}

const maxBatch = 1_000;
const maxQueued = 50_000;
/** Between two statements. A mark that comes alone waits for nothing. */
const restMs = 25;
/** A row held for so many tries by another transaction answers server/busy. */
const maxWaits = 200;

/**
 * Two thousand people reading the same message are one statement: whatever was asked for while the last one ran goes
 * with the next, a moment later. Rows that another transaction holds are left for later, so that nobody waits for them.
 */
export function createReadLane({ transact, moved }: ReadLaneDeps): ReadLane {
  let queue = new Map<string, Item>();
  let running = false;

  function put(item: Item): void {
    const key = `${item.conversationId} ${item.personId}`;
    const queued = queue.get(key);
    if (!queued) {
      queue.set(key, item);
      return;
    }
    queued.seq = Math.max(queued.seq, item.seq);
    queued.waiting.push(...item.waiting);
  }

  async function drain(): Promise<void> {
    await new Promise(setImmediate);
    while (queue.size > 0) {
      const batch = takeBatch();
      const busy = await run(batch);
      for (const item of busy) put(item);
      // What comes meanwhile goes together: 50 marks cost hardly more than one.
      await new Promise((wake) => setTimeout(wake, restMs));
    }
    // In the same turn as the last look at the queue, or a mark asked for in between would wait for ever.
    running = false;
  }

  function takeBatch(): Item[] {
    const all = [...queue];
    queue = new Map(all.slice(maxBatch));
    return all.slice(0, maxBatch).map(([, item]) => item);
  }

  async function run(batch: readonly Item[]): Promise<Item[]> {
    try {
      const outcomes = await transact((tx) => moveReadMarks(tx, batch));
      return batch.filter((item, index) => !settle(item, outcomes[index] ?? { state: "stranger" }));
    } catch (error) {
      for (const { waiting } of batch) for (const { failed } of waiting) failed(error);
      return [];
    }
  }

  /** False when the item must be tried again. */
  function settle(item: Item, outcome: ReadOutcome): boolean {
    const { conversationId, personId, waiting } = item;
    if (outcome.state === "busy") {
      if (item.waits++ < maxWaits) return false;
      for (const { failed } of waiting) failed(new Failure("server/busy", { retryAfterMs: 1_000 }));
      return true;
    }
    const known = outcome.state === "moved" || outcome.state === "kept";
    const mark = known ? { readSeq: outcome.readSeq, readOrdinal: outcome.readOrdinal } : null;
    if (mark && outcome.state === "moved") moved(conversationId, personId, mark);
    for (const { done } of waiting) done(mark);
    return true;
  }

  return {
    markRead(conversationId, personId, seq) {
      if (queue.size >= maxQueued) return Promise.reject(new Failure("server/busy", { retryAfterMs: 1_000 }));
      return new Promise((done, failed) => {
        put({ conversationId, personId, seq, waiting: [{ done, failed }], waits: 0 });
        if (running) return;
        running = true;
        void drain();
      });
    },
  };
}
