import { limits, type PrincipalId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { createFamily, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export interface Presence {
  /** Whether that person is online; the server is asked while somebody listens. */
  of(id: PrincipalId): Store<boolean>;
}

export interface PresenceSink {
  presence(id: PrincipalId, online: boolean): void;
  /** A new socket knows of nobody watched yet. */
  online(): void;
  reset(): void;
}

const gatherMs = 50;

/** Watches whoever is looked at; the set is sent once when many change together. */
export function createPresence(call: Call, timing: Timing): { presence: Presence; sink: PresenceSink } {
  const watched = new Set<PrincipalId>();
  let cancel: (() => void) | null = null;
  const stores = createFamily<PrincipalId, boolean>(
    () => false,
    (id) => ({
      onFirst: () => {
        watched.add(id);
        tellSoon();
      },
      onLast: () => {
        watched.delete(id);
        tellSoon();
      },
    }),
  );

  function tellSoon(): void {
    cancel ??= timing.after(gatherMs, () => void tell());
  }

  async function tell(): Promise<void> {
    cancel = null;
    const ids = [...watched].slice(-limits.presencePerWatch);
    // Without a socket there is nobody to tell; the next one asks again.
    const answer = await call("presence.watch", { ids }).catch(() => null);
    if (!answer) return;
    const online = new Set(answer.online);
    for (const id of ids) stores.of(id).set(online.has(id));
  }

  return {
    presence: { of: stores.of },
    sink: {
      presence: (id, online) => stores.of(id).set(online),
      online: () => {
        if (watched.size > 0) tellSoon();
      },
      reset() {
        cancel?.();
        cancel = null;
        stores.reset();
      },
    },
  };
}
