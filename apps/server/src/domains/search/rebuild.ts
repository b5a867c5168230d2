import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import {
  activate,
  addGeneration,
  defaultBucketRows,
  dropStale,
  lockIndex,
  readGenerations,
  savePosition,
  settle,
} from "./generation-store.ts";
import { apply } from "./indexer.ts";
import { closeOrder, countMessages, openOrder, readInOrder } from "./message-store.ts";

export interface RebuildDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly bucketRows?: number;
}

/** Messages looked at so far, and how many there are about. */
export type RebuildProgress = (done: number, total: number) => void;

const perStep = 500;

/**
 * Builds the index anew in the order of time, beside the one that answers, and then puts it in its place. What is
 * written meanwhile goes into both. Ended in the middle, it goes on from there the next time.
 * @returns how many messages were looked at this time
 */
export async function rebuild(deps: RebuildDeps, progress: RebuildProgress = () => undefined): Promise<number> {
  const { reading, transact } = deps;
  const total = await countMessages(reading);
  await begin(deps);
  await openOrder(reading);
  let done = 0;
  for (let step = await fillIn(deps); step > 0; step = await fillIn(deps)) {
    done += step;
    progress(done, Math.max(total, done));
  }
  const [building] = await buildings(reading);
  if (building) {
    await settle(reading, building);
    await transact(async (tx) => {
      await lockIndex(tx);
      await activate(tx, building);
    });
  }
  await closeOrder(reading);
  await dropStale(transact);
  return done;
}

async function buildings(reading: Reading) {
  return (await readGenerations(reading)).filter(({ active }) => !active);
}

/** A generation to fill in: the one of an interrupted building, else a new one. */
async function begin({ transact, clock }: RebuildDeps): Promise<void> {
  await transact(async (tx) => {
    await lockIndex(tx);
    if ((await buildings(tx)).length === 0) await addGeneration(tx, clock.now());
  });
}

/** One step of the past; answers how many messages it had. */
async function fillIn({ transact, bucketRows = defaultBucketRows }: RebuildDeps): Promise<number> {
  return transact(async (tx) => {
    await lockIndex(tx);
    const [generation] = await buildings(tx);
    if (!generation) return 0;
    const messages = await readInOrder(tx, generation.position, Math.min(perStep, bucketRows));
    const last = messages.at(-1);
    if (!last) return 0;
    await apply(tx, { generation, part: "past", bucketRows }, messages);
    await savePosition(tx, generation, last.position);
    return messages.length;
  });
}
