/** A value that changes over time: immutable snapshots, as `useSyncExternalStore` wants them. */
export interface Store<T> {
  /** Calls back after every change. Returns the unsubscriber. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => T;
}

/** A store its owner writes to. */
export interface WritableStore<T> extends Store<T> {
  /** Replaces the snapshot; an identical one tells nobody. */
  readonly set: (next: T) => void;
  readonly update: (change: (now: T) => T) => void;
  /** How many listen. */
  readonly listeners: () => number;
}

/** Hooks around the first and the last listener, for stores that cost something while looked at. */
export interface StoreHooks {
  readonly onFirst?: () => void;
  readonly onLast?: () => void;
}

export function createStore<T>(initial: T, hooks: StoreHooks = {}): WritableStore<T> {
  const listeners = new Set<() => void>();
  let snapshot = initial;
  const set = (next: T) => {
    if (Object.is(next, snapshot)) return;
    snapshot = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    getSnapshot: () => snapshot,
    set,
    update: (change) => set(change(snapshot)),
    listeners: () => listeners.size,
    subscribe(listener) {
      // The same function may be given twice: each subscription is its own.
      const own = () => listener();
      listeners.add(own);
      if (listeners.size === 1) hooks.onFirst?.();
      return () => {
        if (listeners.delete(own) && listeners.size === 0) hooks.onLast?.();
      };
    },
  };
}

/** Stores by id, made at first use; the same id always answers the same object. */
export interface StoreFamily<Id extends string, T> {
  readonly of: (id: Id) => WritableStore<T>;
  readonly ids: () => readonly Id[];
  /** Empties all of them and tells their listeners. */
  readonly reset: () => void;
}

export function createFamily<Id extends string, T>(
  initial: (id: Id) => T,
  hooks: (id: Id) => StoreHooks = () => ({}),
): StoreFamily<Id, T> {
  const stores = new Map<Id, WritableStore<T>>();
  return {
    of(id) {
      const found = stores.get(id);
      if (found) return found;
      const store = createStore(initial(id), hooks(id));
      stores.set(id, store);
      return store;
    },
    ids: () => [...stores.keys()],
    reset() {
      for (const [id, store] of stores) store.set(initial(id));
    },
  };
}
