import type { Cache, CacheChange, CacheTable } from "@qunxin/client";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

interface Kept extends DBSchema {
  /** Records under `[table, key]`; whose they are stands under `["", "owner"]`. */
  kept: { key: [table: string, key: string]; value: unknown };
}

const ownerKey: [string, string] = ["", "owner"];

/** What this browser keeps, in IndexedDB. */
export function databaseCache(): Cache {
  let opening: Promise<IDBPDatabase<Kept>> | null = null;

  /** Opened when first needed, again after the browser has closed it. */
  function open(): Promise<IDBPDatabase<Kept>> {
    const forget = () => {
      opening = null;
    };
    opening ??= openDB<Kept>("qunxin", 1, {
      upgrade: (db) => void db.createObjectStore("kept"),
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  }

  return {
    owner: async () => ((await (await open()).get("kept", ownerKey)) as string | undefined) ?? null,
    async claim(owner) {
      const tx = (await open()).transaction("kept", "readwrite");
      if ((await tx.store.get(ownerKey)) !== owner) {
        await tx.store.clear();
        await tx.store.put(owner, ownerKey);
      }
      await tx.done;
    },
    read: async (table, key) => (await open()).get("kept", [table, key]),
    async readAll(table) {
      const tx = (await open()).transaction("kept");
      const range = rangeOf(table);
      const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
      return keys.map(([, key], index) => [key, values[index]] as const);
    },
    async write(owner, changes) {
      // Losing the last moment in a power cut is no harm: what matters is that the page may die.
      const tx = (await open()).transaction("kept", "readwrite", { durability: "relaxed" });
      if ((await tx.store.get(ownerKey)) === owner) for (const change of changes) void make(tx.store, change);
      await tx.done;
    },
    wipe: async () => (await open()).clear("kept"),
  };
}

function make(
  store: { put(value: unknown, key: [string, string]): unknown; delete(key: [string, string]): unknown },
  { table, key, value }: CacheChange,
): unknown {
  return value === undefined ? store.delete([table, key]) : store.put(value, [table, key]);
}

function rangeOf(table: CacheTable): IDBKeyRange {
  return IDBKeyRange.bound([table], [table, []]);
}
