/** A named kind of news. `shrink` makes a payload small enough (under 7 KB as JSON) to travel between processes. */
export interface Topic<Payload> {
  readonly name: string;
  readonly shrink?: (payload: Payload) => Payload;
  readonly payload?: Payload;
}

/** Names a topic; domains export theirs beside the payload's type. */
export function topic<Payload>(name: string, shrink?: (payload: Payload) => Payload): Topic<Payload> {
  return shrink ? { name, shrink } : { name };
}

/**
 * News of other processes may have been lost: whoever remembers something until news says otherwise forgets it, whoever
 * tells what news said looks into the store. `deaf`: nothing comes at present, and this is said again and again until it
 * does; once more after that, without. Each process learns it from its own line; published, it is told to all.
 */
export const newsLost = topic<{ readonly deaf: boolean }>("bus.news_lost");

/**
 * News after a commit, best effort: losing some loses nothing, since every reader can catch up by seq or refetch, and is
 * told that it must (`newsLost`). Handlers run in the order of publishing and must not throw.
 */
export interface Bus {
  publish<Payload>(topic: Topic<Payload>, payload: Payload): void;
  subscribe<Payload>(topic: Topic<Payload>, handler: (payload: Payload) => void): () => void;
  /** Whether news reaches the other processes now; absent where there are none. */
  up?(): boolean;
  close(): Promise<void>;
}

type Handler = (payload: never) => void;

/** The bus of a single process: a published payload reaches the handlers before `publish` returns. */
export function createLocalBus(): Bus {
  const handlers = new Map<string, Set<Handler>>();
  return {
    publish({ name }, payload) {
      for (const handler of handlers.get(name) ?? []) handler(payload as never);
    },
    subscribe({ name }, handler) {
      const set = handlers.get(name) ?? new Set();
      handlers.set(name, set.add(handler as Handler));
      return () => void set.delete(handler as Handler);
    },
    close: async () => handlers.clear(),
  };
}
