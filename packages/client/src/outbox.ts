import {
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  type ErrorCode,
  Failure,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { newKey } from "./keys.ts";
import { type Timing, Unreachable } from "./transport.ts";

export interface MessageDraft {
  readonly text: string;
  readonly mentions: PrincipalId[];
  readonly mentionAll: boolean;
  readonly replyToSeq: number | null;
}

/** What the server answers to a stored message. */
export type Sent = CallOutput<"messages.send">;

/** A message on its way. `sent`: acknowledged as `seq`, until the timeline shows the entry itself. */
export interface OutboxItem {
  readonly clientId: ClientMessageId;
  readonly draft: MessageDraft;
  readonly at: string;
  readonly state: "pending" | "sent" | "failed";
  readonly seq: number | null;
  readonly error: Failure | null;
}

export interface Outbox {
  send(conversationId: ConversationId, draft: MessageDraft): ClientMessageId;
  retry(conversationId: ConversationId, clientId: ClientMessageId): void;
  discard(conversationId: ConversationId, clientId: ClientMessageId): void;
  items(conversationId: ConversationId): readonly OutboxItem[];
  /** Resolves once stored; rejects when the message is refused or thrown away. */
  sent(conversationId: ConversationId, clientId: ClientMessageId): Promise<Sent>;
  /** Forgets acknowledged messages that the timeline shows by now. */
  settle(conversationId: ConversationId, upToSeq: number): void;
  /** The network is back: pauses end now. */
  wake(): void;
  /** Throws everything away, for another person on the same device. */
  reset(): void;
}

export interface OutboxDeps {
  readonly call: Call;
  readonly timing: Timing;
  readonly changed: (conversationId: ConversationId) => void;
  readonly acknowledged: (conversationId: ConversationId, clientId: ClientMessageId, answer: Sent) => void;
}

interface Lane {
  items: OutboxItem[];
  busy: boolean;
}

interface Deferred {
  readonly promise: Promise<Sent>;
  readonly done: (answer: Sent) => void;
  readonly failed: (error: Error) => void;
}

const passing: ReadonlySet<ErrorCode> = new Set([
  "server/busy",
  "server/stopping",
  "server/unexpected",
  "request/rate_limited",
]);
const firstPauseMs = 500;
const longestPauseMs = 15_000;

/**
 * Sends the messages of each conversation one after the other under their own keys, so that order is kept and a repeated
 * try is no second message. What passes by itself is tried again; what the server refuses fails and lets the next go.
 */
export function createOutbox({ call, timing, changed, acknowledged }: OutboxDeps): Outbox {
  const lanes = new Map<ConversationId, Lane>();
  const results = new Map<ClientMessageId, Deferred>();
  const sleepers = new Set<() => void>();
  let era = 0;

  function laneOf(id: ConversationId): Lane {
    const lane = lanes.get(id) ?? { items: [], busy: false };
    lanes.set(id, lane);
    return lane;
  }

  function patch(id: ConversationId, clientId: ClientMessageId, change: Partial<OutboxItem> | null): void {
    const lane = laneOf(id);
    lane.items = lane.items.flatMap((item) =>
      item.clientId !== clientId ? [item] : change ? [{ ...item, ...change }] : [],
    );
    changed(id);
  }

  async function run(id: ConversationId): Promise<void> {
    const lane = laneOf(id);
    if (lane.busy) return;
    lane.busy = true;
    const own = era;
    for (let item = firstPending(lane); item && own === era; item = firstPending(lane))
      await deliver(id, item, () => own === era);
    lane.busy = false;
  }

  /** Tries until the message is stored, refused or thrown away. */
  async function deliver(id: ConversationId, { clientId, draft }: OutboxItem, current: () => boolean): Promise<void> {
    for (let tries = 0; current() && isPending(id, clientId); tries++) {
      try {
        const answer = await call("messages.send", { conversationId: id, clientId, ...draft });
        if (!current()) return;
        // First, because a timeline that shows the entry already settles the item, and its promise with it.
        deferred(clientId).done(answer);
        patch(id, clientId, { state: "sent", seq: answer.seq });
        return acknowledged(id, clientId, answer);
      } catch (error) {
        if (!current()) return;
        if (!passes(error)) return refuse(id, clientId, error);
        await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 8)));
      }
    }
  }

  function refuse(id: ConversationId, clientId: ClientMessageId, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure("server/unexpected", {}, { cause: error });
    patch(id, clientId, { state: "failed", error: failure });
    deferred(clientId).failed(failure);
    results.delete(clientId);
  }

  function isPending(id: ConversationId, clientId: ClientMessageId): boolean {
    return laneOf(id).items.some((item) => item.clientId === clientId && item.state === "pending");
  }

  function pause(ms: number): Promise<void> {
    return new Promise((wake) => {
      const end = () => {
        cancel();
        sleepers.delete(end);
        wake();
      };
      const cancel = timing.after(ms * (0.5 + timing.random() / 2), end);
      sleepers.add(end);
    });
  }

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

  function wake(): void {
    for (const end of [...sleepers]) end();
  }

  return {
    send(id, draft) {
      const clientId = newKey<ClientMessageId>(timing.now());
      const at = new Date(timing.now()).toISOString();
      laneOf(id).items.push({ clientId, draft, at, state: "pending", seq: null, error: null });
      changed(id);
      void run(id);
      return clientId;
    },
    retry(id, clientId) {
      const item = laneOf(id).items.find((one) => one.clientId === clientId && one.state === "failed");
      if (!item) return;
      // Said again now: it goes behind what was said since.
      patch(id, clientId, null);
      laneOf(id).items.push({ ...item, state: "pending", error: null });
      changed(id);
      void run(id);
    },
    discard(id, clientId) {
      patch(id, clientId, null);
      deferred(clientId).failed(new Failure("messages/empty"));
      results.delete(clientId);
    },
    items: (id) => lanes.get(id)?.items ?? [],
    sent: (_id, clientId) => deferred(clientId).promise,
    settle(id, upToSeq) {
      const lane = lanes.get(id);
      if (!lane) return;
      const shown = lane.items.filter(({ state, seq }) => state === "sent" && seq !== null && seq <= upToSeq);
      for (const { clientId } of shown) results.delete(clientId);
      if (shown.length) lane.items = lane.items.filter((item) => !shown.includes(item));
    },
    wake,
    reset() {
      era += 1;
      lanes.clear();
      results.clear();
      wake();
    },
  };
}

function firstPending({ items }: Lane): OutboxItem | undefined {
  return items.find(({ state }) => state === "pending");
}

function passes(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Failure && passing.has(error.code));
}
