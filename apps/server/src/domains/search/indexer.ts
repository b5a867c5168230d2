import type { Transact, Tx } from "../../platform/database.ts";
import type { OutboxConsumer } from "../../platform/outbox.ts";
import { type IndexRow, indexRowOf } from "./document.ts";
import {
  type Bucket,
  defaultBucketRows,
  type Generation,
  lockIndex,
  type Place,
  readBuckets,
  readGenerations,
  takeNumbers,
} from "./generation-store.ts";
import { deleteBelow, deleteRows, findIndexed, insertRows, updateRows } from "./index-store.ts";
import { type Current, readMessages } from "./message-store.ts";

export interface IndexerDeps {
  readonly transact: Transact;
  /** Rows a bucket takes. */
  readonly bucketRows?: number;
}

/** Brings the index to what the log says of the given entries; again and in any order does no harm. */
export function createIndexer({ transact, bucketRows = defaultBucketRows }: IndexerDeps): OutboxConsumer {
  const perStep = Math.min(maxPerStep, bucketRows);
  return async (items) => {
    const places = items.flatMap(({ conversationId, seqs }) => seqs.map((seq) => ({ conversationId, seq })));
    for (let at = 0; at < places.length; at += perStep) {
      await transact(async (tx) => {
        await lockIndex(tx);
        const messages = await readMessages(tx, places.slice(at, at + perStep));
        if (messages.length === 0) return;
        for (const generation of await readGenerations(tx)) {
          await apply(tx, { generation, part: "live", bucketRows }, messages);
        }
      });
    }
  };
}

const maxPerStep = 500;

/**
 * Writes, changes and deletes rows of one generation; the caller holds the lock of the index. Messages of a generation
 * being built that its building will still come to are left to it.
 */
export async function apply(
  tx: Tx,
  { generation, part, bucketRows }: { generation: Generation; part: "past" | "live"; bucketRows: number },
  messages: readonly Current[],
): Promise<void> {
  const buckets = (await readBuckets(tx, generation)).filter((bucket) => messages.some(({ at }) => covers(bucket, at)));
  const found = new Map((await findIndexed(tx, buckets, messages)).map((indexed) => [keyOf(indexed), indexed.n]));
  const numberOf = (message: Current) => found.get(keyOf(message));
  const [fresh, changed, gone]: [Current[], { n: number; row: IndexRow }[], number[]] = [[], [], []];
  for (const message of messages) {
    const n = numberOf(message);
    if (message.gone) gone.push(...(n === undefined ? [] : [n]));
    else if (n !== undefined) changed.push({ n, row: indexRowOf(message) });
    else if (part === "past" || !comesLater(generation, message)) fresh.push(message);
  }
  await deleteRows(tx, gone);
  await updateRows(tx, changed);
  if (fresh.length > 0) await insert(tx, { generation, part, bucketRows }, fresh);
}

/** Takes what stands below a seq out of the index, for retention; in the transaction that purges the entries. */
export async function forget(tx: Tx, conversationId: string, belowSeq: number): Promise<void> {
  await lockIndex(tx);
  await deleteBelow(tx, conversationId, belowSeq);
}

async function insert(
  tx: Tx,
  { generation, part, bucketRows }: { generation: Generation; part: "past" | "live"; bucketRows: number },
  messages: readonly Current[],
): Promise<void> {
  const rows = await rowsOf(messages);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return;
  const numbers = { count: rows.length, fromAt: first.at, toAt: last.at, bucketRows };
  await insertRows(tx, await takeNumbers(tx, generation, part, numbers), rows);
}

/** Rows in order of time. Cutting texts into tokens takes a while, in which whoever sends must not have to wait. */
async function rowsOf(messages: readonly Current[]): Promise<IndexRow[]> {
  const rows: IndexRow[] = [];
  for (const message of messages) {
    if (rows.length % rowsPerTurn === rowsPerTurn - 1) await new Promise(setImmediate);
    rows.push(indexRowOf(message));
  }
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq);
}

const rowsPerTurn = 25;

/** A row is only in a bucket whose times cover the message's: so mostly one bucket is looked into, however many there are. */
function covers({ fromAt, toAt }: Bucket, at: Date): boolean {
  return fromAt !== null && toAt !== null && fromAt.getTime() <= at.getTime() && at.getTime() <= toAt.getTime();
}

/** An old message that changed before the building came to it; what is new is never left to the building. */
function comesLater({ active, position }: Generation, { changed, at }: Current): boolean {
  if (active || !changed) return false;
  return position === null || at.getTime() > new Date(position.at).getTime();
}

function keyOf({ conversationId, seq }: Place): string {
  return `${conversationId} ${seq}`;
}
