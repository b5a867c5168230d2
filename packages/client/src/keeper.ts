import type { Me } from "@qunxin/protocol";
import type { Cache, CacheChange, CacheTable } from "./cache.ts";
import type { Timing } from "./transport.ts";

/**
 * The device's cache as the client uses it: bound to whoever is signed in, in the order asked for, and never in the way.
 * What cannot be read counts as not kept, what cannot be written is not.
 */
export interface Keeper {
  /** Whoever the cache knows, to be shown while the server cannot be asked. */
  remembered(): Promise<Me | null>;
  /** Binds it to that person; what anybody else left is wiped first. */
  claim(owner: string): void;
  /** Removes everything; nothing is kept until the next claim. */
  wipe(): Promise<void>;
  read<T>(table: CacheTable, key: string): Promise<T | null>;
  readAll<T>(table: CacheTable): Promise<readonly (readonly [key: string, value: T])[]>;
  /** Keeps it within a moment, together with what else there is. */
  later(change: CacheChange): void;
  /** Resolves once it is kept, or cannot be. */
  now(changes: readonly CacheChange[]): Promise<void>;
  /** Resolves once everything asked for so far is kept, or cannot be. */
  flush(): Promise<void>;
}

/** What can be fetched anew. */
const toldByServer: readonly CacheTable[] = ["device", "conversations", "timelines", "shelf", "people"];
const gatherMs = 200;
/** A database that answers nothing for that long counts as none. */
const readLimitMs = 2_000;
const writeLimitMs = 30_000;

/**
 * Without a cache nothing is kept. What another build of the app kept may have another shape: only what was not told to
 * the server yet is taken from it.
 */
export function createKeeper(cache: Cache | null, timing: Timing, build = ""): Keeper {
  return cache ? keeperOf(cache, timing, build) : keepsNothing;
}

const keepsNothing: Keeper = {
  remembered: async () => null,
  claim: () => undefined,
  wipe: async () => undefined,
  read: async () => null,
  readAll: async () => [],
  later: () => undefined,
  now: async () => undefined,
  flush: async () => undefined,
};

function keeperOf(cache: Cache, timing: Timing, build: string): Keeper {
  let owner: string | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const due = new Map<string, CacheChange>();
  let cancel: (() => void) | null = null;
  /** It did not answer once: the person does not wait for it again. */
  let silent = false;

  /** One after the other, so that a read sees what was asked to be kept before. */
  function inTurn<T>(work: () => Promise<T>, otherwise: T, limitMs = readLimitMs): Promise<T> {
    const done = last.then(() => (silent ? otherwise : inTime(work, otherwise, limitMs))).catch(() => otherwise);
    last = done;
    return done;
  }

  function inTime<T>(work: () => Promise<T>, otherwise: T, limitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = timing.after(limitMs, () => {
        silent = true;
        resolve(otherwise);
      });
      work().then(resolve, reject).finally(end);
    });
  }

  function write(changes: readonly CacheChange[]): Promise<void> {
    const by = owner;
    if (by === null || changes.length === 0) return Promise.resolve();
    return inTurn(() => cache.write(by, changes), undefined, writeLimitMs);
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = null;
    const changes = [...due.values()];
    due.clear();
    return write(changes);
  }

  async function adoptFromOtherBuild(by: string): Promise<void> {
    const told = await Promise.all(
      toldByServer.map(async (table) => (await cache.readAll(table)).map(([key]) => ({ table, key }))),
    );
    await cache.write(by, [...told.flat(), { table: "device", key: "build", value: build }]);
  }

  function forgetDue(): void {
    cancel?.();
    cancel = null;
    due.clear();
  }

  return {
    remembered: () =>
      inTurn(async () => {
        const [known, me] = [await cache.owner(), (await cache.read("device", "me")) as Me | undefined];
        return me && me.id === known && (await cache.read("device", "build")) === build ? me : null;
      }, null),
    claim(next) {
      forgetDue();
      owner = next;
      void inTurn(async () => {
        await cache.claim(next);
        if ((await cache.read("device", "build")) !== build) await adoptFromOtherBuild(next);
      }, undefined);
    },
    wipe() {
      forgetDue();
      owner = null;
      // Whatever it did before: nothing may be left.
      silent = false;
      return inTurn(() => cache.wipe(), undefined, writeLimitMs);
    },
    // Before the claim they may be somebody else's.
    read: async <T>(table: CacheTable, key: string) =>
      owner === null ? null : inTurn(async () => ((await cache.read(table, key)) ?? null) as T | null, null),
    readAll: async <T>(table: CacheTable) =>
      owner === null ? [] : inTurn(async () => (await cache.readAll(table)) as readonly (readonly [string, T])[], []),
    later(change) {
      if (owner === null) return;
      due.set(`${change.table} ${change.key}`, change);
      cancel ??= timing.after(gatherMs, () => void flush());
    },
    now(changes) {
      // What waits to be kept under these keys is older.
      for (const { table, key } of changes) due.delete(`${table} ${key}`);
      return write(changes);
    },
    flush,
  };
}
