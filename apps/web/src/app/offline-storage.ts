import type { Cache } from "@qunxin/client";

/** What this browser keeps; loaded behind the first screen. Null where there is no database for it. */
export function browserCache(): Cache | null {
  if (typeof indexedDB === "undefined") return null;
  let loading: Promise<Cache> | null = null;
  const load = () => {
    loading ??= import("./offline-cache.ts").then(({ databaseCache }) => databaseCache());
    return loading;
  };
  return {
    owner: async () => (await load()).owner(),
    claim: async (owner) => (await load()).claim(owner),
    read: async (table, key) => (await load()).read(table, key),
    readAll: async (table) => (await load()).readAll(table),
    write: async (owner, changes) => (await load()).write(owner, changes),
    wipe: async () => (await load()).wipe(),
  };
}
