import type { ClientMessageId } from "@qunxin/protocol";
import type { Sent } from "./outbox.ts";

/** Promises of what becomes of messages, for whoever asks. */
export interface OutboxResults {
  of(clientId: ClientMessageId): Promise<Sent>;
  done(clientId: ClientMessageId, answer: Sent): void;
  failed(clientId: ClientMessageId, error: Error): void;
  forget(clientId: ClientMessageId): void;
  reset(): void;
}

interface Deferred {
  readonly promise: Promise<Sent>;
  readonly done: (answer: Sent) => void;
  readonly failed: (error: Error) => void;
}

export function createOutboxResults(): OutboxResults {
  const results = new Map<ClientMessageId, Deferred>();

  function deferred(clientId: ClientMessageId): Deferred {
    const found = results.get(clientId);
    if (found) return found;
    const { promise, resolve, reject } = Promise.withResolvers<Sent>();
    // Whoever wants to know of the failure asks; the row shows it anyway.
    promise.catch(() => undefined);
    const made = { promise, done: resolve, failed: reject };
    results.set(clientId, made);
    return made;
  }

  return {
    of: (clientId) => deferred(clientId).promise,
    done: (clientId, answer) => deferred(clientId).done(answer),
    failed(clientId, error) {
      deferred(clientId).failed(error);
      results.delete(clientId);
    },
    forget: (clientId) => void results.delete(clientId),
    reset: () => results.clear(),
  };
}
