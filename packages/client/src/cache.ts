/** What is kept on the device, by kind; each record has a key of its own within its table. */
export type CacheTable = "device" | "conversations" | "timelines" | "shelf" | "people" | "outbox" | "acts" | "drafts";

export interface CacheChange {
  readonly table: CacheTable;
  readonly key: string;
  /** Plain JSON data; absent removes the record. */
  readonly value?: unknown;
}

/** Records on this device that outlive the page. All of them belong to one person at a time. */
export interface Cache {
  /** Whose records these are; null when there are none. */
  owner(): Promise<string | null>;
  /** From now on they are that person's; what somebody else left is wiped. */
  claim(owner: string): Promise<void>;
  read(table: CacheTable, key: string): Promise<unknown>;
  readAll(table: CacheTable): Promise<readonly (readonly [key: string, value: unknown])[]>;
  /** Makes all changes or none; none if the records are not that person's any more, e.g. wiped by another tab. */
  write(owner: string, changes: readonly CacheChange[]): Promise<void>;
  /** Removes every record and whose they were. */
  wipe(): Promise<void>;
}

/** The content of a cache in memory, as plain data. */
export interface CacheContent {
  owner: string | null;
  records: [table: CacheTable, key: string, value: unknown][];
}

/**
 * A cache that lasts as long as this process, or as long as what `save` writes: it is told the whole content after every
 * change. Values are copied on their way in and out, as a database would.
 */
export function memoryCache(initial?: CacheContent, save: (content: CacheContent) => void = () => undefined): Cache {
  let owner = initial?.owner ?? null;
  const tables = new Map<CacheTable, Map<string, string>>();
  for (const [table, key, value] of initial?.records ?? []) tableOf(table).set(key, JSON.stringify(value));

  function tableOf(table: CacheTable): Map<string, string> {
    const found = tables.get(table) ?? new Map<string, string>();
    tables.set(table, found);
    return found;
  }

  function saveAll(): void {
    const records = [...tables].flatMap(([table, rows]) =>
      [...rows].map(([key, value]): CacheContent["records"][number] => [table, key, JSON.parse(value)]),
    );
    save({ owner, records });
  }

  function wipeAll(): void {
    owner = null;
    tables.clear();
  }

  return {
    owner: async () => owner,
    async claim(next) {
      if (owner === next) return;
      wipeAll();
      owner = next;
      saveAll();
    },
    async read(table, key) {
      const found = tableOf(table).get(key);
      return found === undefined ? undefined : JSON.parse(found);
    },
    readAll: async (table) => [...tableOf(table)].map(([key, value]) => [key, JSON.parse(value)] as const),
    async write(by, changes) {
      if (by !== owner) return;
      for (const { table, key, value } of changes) {
        if (value === undefined) tableOf(table).delete(key);
        else tableOf(table).set(key, JSON.stringify(value));
      }
      saveAll();
    },
    async wipe() {
      wipeAll();
      saveAll();
    },
  };
}
