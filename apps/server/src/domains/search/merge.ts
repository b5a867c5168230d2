import { setTimeout as delay } from "node:timers/promises";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import { type Bucket, defaultBucketRows, lockIndex, readBuckets, readGenerations } from "./generation-store.ts";
import {
  abandonMerge,
  beginMerge,
  copyOn,
  dropBucket,
  indexMerged,
  isEmptied,
  type Merge,
  putInPlace,
  readMerge,
} from "./merge-store.ts";

export interface MergeDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bucketRows?: number;
}

/** So many buckets become one. */
const width = 8;
/** So many of the newest full ones stay as they are: a word that is somewhat common fills its page from them. */
const spared = 4;
const numbersAtOnce = 5_000;
/** How often it is tried, once a second, to get in between those who search. */
const maxTries = 30;

/**
 * Makes one bucket of every eight that are full and old, as long as there are eight: a look into each is what a rare word
 * costs. What is written meanwhile goes into both. Ended in the middle, it goes on from there the next time.
 */
export async function mergeBuckets(deps: MergeDeps, stopping?: AbortSignal): Promise<void> {
  await dropEmptied(deps);
  for (let merge = await begin(deps); merge && !stopping?.aborted; merge = await begin(deps)) {
    if (!(await copyAll(deps, merge, stopping))) return;
    await indexMerged(deps.reading, merge);
    await replace(deps, merge);
  }
}

/** The merge that was interrupted, else the next; null: there is nothing to do. */
async function begin({ transact, bucketRows = defaultBucketRows }: MergeDeps): Promise<Merge | null> {
  return transact(async (tx) => {
    await lockIndex(tx);
    const buckets = await activeBuckets(tx);
    const begun = await readMerge(tx);
    if (begun && within(begun, buckets).length > 0) return begun;
    // Of an index that was built anew meanwhile.
    if (begun) await abandonMerge(tx, begun);
    const chosen = chooseBuckets(buckets, bucketRows);
    return chosen ? beginMerge(tx, chosen) : null;
  });
}

/** The oldest that are small and lie side by side; of buckets from the newest on. */
export function chooseBuckets(buckets: readonly Bucket[], bucketRows: number): readonly Bucket[] | null {
  const old = buckets.slice(1 + spared).reverse();
  const fits = (at: number) =>
    old.slice(at, at + width).every(({ first, end }, index, run) => {
      const before = run[index - 1];
      return end - first < width * bucketRows && (!before || before.end === first);
    });
  const at = old.findIndex((_, index) => index + width <= old.length && fits(index));
  return at < 0 ? null : old.slice(at, at + width);
}

/**
 * Rests as long as it works, since others write into the index and need the same processors.
 * @returns whether all is copied
 */
async function copyAll(
  { transact, bucketRows = defaultBucketRows }: MergeDeps,
  { first }: Merge,
  stopping: AbortSignal | undefined,
): Promise<boolean> {
  const numbers = Math.min(numbersAtOnce, bucketRows);
  while (!stopping?.aborted) {
    const since = performance.now();
    const copied = await transact(async (tx) => {
      await lockIndex(tx);
      // Read anew each time: a worker that was thought to be dead may have gone on with it.
      const merge = await readMerge(tx);
      if (merge?.first !== first || merge.next >= merge.end) return true;
      await copyOn(tx, merge, numbers);
      return false;
    });
    if (copied) return true;
    await delay(performance.now() - since);
  }
  return false;
}

async function replace({ transact }: MergeDeps, merge: Merge): Promise<void> {
  await betweenSearches(transact, async (tx) => {
    const parts = within(merge, await activeBuckets(tx));
    if (parts.length > 0 && (await readMerge(tx))?.first === merge.first) await putInPlace(tx, merge, parts);
  });
}

/** Drops the oldest buckets as far as retention has emptied them; others may follow once these are gone. */
async function dropEmptied({ transact }: MergeDeps): Promise<void> {
  const dropOldest = () =>
    betweenSearches(transact, async (tx) => {
      const oldest = (await activeBuckets(tx)).slice(1 + spared).at(-1);
      const isEmpty = oldest && !(await readMerge(tx)) && (await isEmptied(tx, oldest));
      if (isEmpty) await dropBucket(tx, oldest);
      return isEmpty;
    });
  while (await dropOldest());
}

async function activeBuckets(tx: Tx): Promise<Bucket[]> {
  const generation = (await readGenerations(tx)).find(({ active }) => active);
  return generation ? readBuckets(tx, generation) : [];
}

/** In a transaction that holds the lock of the index; anew each second where it came upon somebody who searched too long. */
async function betweenSearches<Result>(transact: Transact, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact(async (tx) => {
        await lockIndex(tx);
        return work(tx);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03" || tries === maxTries) throw error;
    }
    await delay(1_000);
  }
}

function within({ first, end }: Merge, buckets: readonly Bucket[]): Bucket[] {
  return buckets.filter((bucket) => bucket.first >= first && bucket.end <= end);
}
