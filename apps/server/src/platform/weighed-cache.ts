/** Values by key up to a weight in all; the least recently used go first, the newest stays however heavy it is. */
export interface WeighedCache<Key, Value> {
  /** Counts as a use. */
  get(key: Key): Value | undefined;
  set(key: Key, value: Value, weight: number): void;
  delete(key: Key): void;
  clear(): void;
}

export function createWeighedCache<Key, Value>(maxWeight: number): WeighedCache<Key, Value> {
  const held = new Map<Key, { readonly value: Value; readonly weight: number }>();
  let total = 0;

  function drop(key: Key): void {
    total -= held.get(key)?.weight ?? 0;
    held.delete(key);
  }

  return {
    get(key) {
      const found = held.get(key);
      if (!found) return undefined;
      held.delete(key);
      held.set(key, found);
      return found.value;
    },
    set(key, value, weight) {
      drop(key);
      held.set(key, { value, weight });
      total += weight;
      for (const oldest of held.keys()) {
        if (total <= maxWeight || oldest === key) break;
        drop(oldest);
      }
    },
    delete: drop,
    clear() {
      held.clear();
      total = 0;
    },
  };
}
