import type { UseCasesOf } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import type { BackgroundTask, Jobs } from "../../platform/jobs.ts";
import type { OutboxConsumer } from "../../platform/outbox.ts";
import type { Company } from "../company/index.ts";
import { lockIndex, readGenerations, remakeNewest } from "./generation-store.ts";
import { createIndexer, forget } from "./indexer.ts";
import { mergeBuckets } from "./merge.ts";
import { messages } from "./messages.ts";
import { type RebuildProgress, rebuild } from "./rebuild.ts";

export { type RebuildProgress, rebuild } from "./rebuild.ts";

export interface SearchDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly company: Pick<Company, "info">;
  /** Rows of a partition; the default fits installations of any size. */
  readonly bucketRows?: number;
}

export interface Search {
  readonly useCases: UseCasesOf<"search">;
  /** Keeps the index up to date; for the outbox. */
  readonly consumer: OutboxConsumer;
  /** Takes what stands below a seq out of the index, for retention; in the transaction that purges the entries. */
  forget(tx: Tx, conversationId: string, belowSeq: number): Promise<void>;
  rebuild(progress?: RebuildProgress): Promise<number>;
  /** Has the index built in the background where messages are older than it. For a worker's start. */
  prepare(): Promise<void>;
  readonly tasks: Record<string, BackgroundTask>;
  /** Those of them that are due every hour. */
  readonly hourly: readonly string[];
}

/** Finding messages: an index of its own, filled after the fact, asked for what the viewer may see at that moment. */
export function createSearch(deps: SearchDeps): Search {
  const build = (progress?: RebuildProgress) => rebuild(deps, progress);
  let atWork = false;
  const isThere = async () => (await readGenerations(deps.reading)).some(({ active }) => active);
  return {
    useCases: { "search.messages": messages(deps) },
    consumer: createIndexer(deps),
    forget,
    rebuild: build,
    async prepare() {
      // A process of the version before may have made buckets without writing them down for looks.
      await deps.transact(async (tx) => {
        await lockIndex(tx);
        await remakeNewest(tx);
      });
      if (!(await isThere())) await deps.transact((tx) => deps.jobs.enqueue(tx, firstBuilding, {}));
    },
    tasks: {
      // Asked for at every start until it is done.
      async [firstBuilding]() {
        if (!(await isThere())) await build();
      },
      async [merging](_, { stopping }) {
        if (atWork) return;
        atWork = true;
        await mergeBuckets(deps, stopping).finally(() => {
          atWork = false;
        });
      },
    },
    hourly: [merging],
  };
}

const firstBuilding = "search_first_building";
const merging = "search_merging";
