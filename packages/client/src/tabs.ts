import { newKey } from "./keys.ts";
import { createStore, type Store } from "./store.ts";

/** How the tabs of one person on this device find each other; absent where there is only one, as in Node. */
export interface Sharing {
  /** Joins the tabs of that person. */
  join(owner: string, tab: SharingTab): Joined;
}

export interface SharingTab {
  /** This tab leads from now on: the one before it is closed, has crashed, or was relieved. */
  led(): void;
  /** Another tab has taken the lead over. */
  relieved(): void;
  /** Another tab says something to all. */
  heard(message: unknown): void;
}

export interface Joined {
  /** Says something to all other tabs; plain JSON data. */
  post(message: unknown): void;
  /** Takes the lead from a tab that does not answer. */
  takeOver(): void;
  leave(): void;
}

/** The tabs of the signed-in person, one of which leads: it holds the connection and sends what waits. */
export interface Tabs {
  readonly id: string;
  readonly leading: Store<boolean>;
  join(owner: string): void;
  leave(): void;
  /** Tells the other tabs, or only the one named. */
  post(topic: string, data: unknown, to?: string): void;
  on(topic: string, heard: (data: never, from: string) => void): void;
  takeOver(): void;
}

interface Envelope {
  readonly from: string;
  readonly to: string | null;
  readonly topic: string;
  readonly data: unknown;
}

/** Without `sharing` the one tab leads as soon as it has joined. */
export function createTabs(sharing: Sharing | null): Tabs {
  const id: string = newKey();
  const leading = createStore(false);
  const handlers = new Map<string, (data: never, from: string) => void>();
  let joined: Joined | null = null;

  function heard(message: unknown): void {
    const { from, to, topic, data } = message as Envelope;
    if (to === null || to === id) handlers.get(topic)?.(data as never, from);
  }

  function leave(): void {
    joined?.leave();
    joined = null;
    leading.set(false);
  }

  return {
    id,
    leading,
    join(owner) {
      leave();
      if (!sharing) {
        leading.set(true);
        return;
      }
      let own = true;
      const guarded = (work: () => void) => () => void (own && work());
      const mine = sharing.join(owner, {
        led: guarded(() => leading.set(true)),
        relieved: guarded(() => leading.set(false)),
        heard: (message) => void (own && heard(message)),
      });
      joined = {
        ...mine,
        leave() {
          own = false;
          mine.leave();
        },
      };
    },
    leave,
    post: (topic, data, to) => joined?.post({ from: id, to: to ?? null, topic, data } satisfies Envelope),
    on: (topic, handler) => void handlers.set(topic, handler),
    takeOver: () => joined?.takeOver(),
  };
}
