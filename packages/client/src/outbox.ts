import { type CallArgs, type CallOutput, type ClientMessageId, type ConversationId, Failure } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { newKey } from "./keys.ts";
import { createOutboxResults } from "./outbox-results.ts";
import { createPauses, passes } from "./pauses.ts";
import type { Timing } from "./transport.ts";

/** What `messages.send` takes besides where it goes and its key. */
export type MessageDraft = Readonly<Omit<CallArgs<"messages.send">, "conversationId" | "clientId">>;

/** What the server answers to a stored message. */
export type Sent = CallOutput<"messages.send">;

/** A message on its way. `sent`: acknowledged as `seq`, until the timeline shows the entry itself. */
export interface OutboxItem {
  readonly clientId: ClientMessageId;
  readonly draft: MessageDraft;
  readonly at: string;
  /** Grows in the order of sending on this device. */
  readonly order: number;
  readonly state: "pending" | "sent" | "failed";
  readonly seq: number | null;
  readonly error: Failure | null;
}

export interface Outbox {
  /** `key`: minted before, by whoever prepared the message; a message of the same key is queued once. */
  send(conversationId: ConversationId, draft: MessageDraft, key?: ClientMessageId): ClientMessageId;
  retry(conversationId: ConversationId, clientId: ClientMessageId): void;
  discard(conversationId: ConversationId, clientId: ClientMessageId): void;
  items(conversationId: ConversationId): readonly OutboxItem[];
  /** Resolves once stored; rejects when the message is refused or thrown away. */
  sent(conversationId: ConversationId, clientId: ClientMessageId): Promise<Sent>;
  /** Forgets acknowledged messages that the timeline shows by now. */
  settle(conversationId: ConversationId, upToSeq: number): void;
  /** What another tab or an earlier life of this one knows of an item; null that it is gone. */
  take(conversationId: ConversationId, clientId: ClientMessageId, item: OutboxItem | null): void;
  /** What became of an item that another tab has sent. */
  learn(clientId: ClientMessageId, answer: Sent): void;
  /** Sends what waits, or ends the pauses of what is being tried. */
  wake(): void;
  /** Throws everything away, for another person on the same device. */
  reset(): void;
}

export interface OutboxDeps {
  readonly call: Call;
  readonly timing: Timing;
  /** Whether this tab is the one that sends, and for whom is certain. */
  readonly sends: () => boolean;
  /** Keeps what waits or failed, forgets the rest, and tells other tabs. Resolves once it outlives the page, or cannot. */
  readonly keep: (conversationId: ConversationId, clientId: ClientMessageId, item: OutboxItem | null) => Promise<void>;
  readonly changed: (conversationId: ConversationId) => void;
  readonly acknowledged: (conversationId: ConversationId, clientId: ClientMessageId, answer: Sent) => void;
}

interface Lane {
  items: OutboxItem[];
  busy: boolean;
}

/**
 * Sends the messages of each conversation one after the other under their own keys, so that order is kept and a repeated
 * try is no second message. Nothing is sent before it is kept. What passes by itself is tried again; what the server
 * refuses fails and lets the next go.
 */
export function createOutbox({ call, timing, sends, keep, changed, acknowledged }: OutboxDeps): Outbox {
  const lanes = new Map<ConversationId, Lane>();
  const results = createOutboxResults();
  const pauses = createPauses(timing);
  /** Being kept at this moment. */
  const keeping = new Map<ClientMessageId, Promise<void>>();
  let lastOrder = 0;
  let era = 0;

  function laneOf(id: ConversationId): Lane {
    const lane = lanes.get(id) ?? { items: [], busy: false };
    lanes.set(id, lane);
    return lane;
  }

  function put(id: ConversationId, clientId: ClientMessageId, item: OutboxItem | null): void {
    const lane = laneOf(id);
    const others = lane.items.filter((one) => one.clientId !== clientId);
    lane.items = item ? [...others, item].sort((a, b) => a.order - b.order) : others;
    if (item) lastOrder = Math.max(lastOrder, item.order);
    changed(id);
  }

  /** Grows also past what an earlier life of this page gave, unless the clock went back. */
  function nextOrder(): number {
    lastOrder = Math.max(timing.now(), lastOrder + 1);
    return lastOrder;
  }

  async function add(id: ConversationId, item: OutboxItem): Promise<void> {
    const { clientId } = item;
    put(id, clientId, item);
    const kept = keep(id, clientId, item).finally(() => keeping.delete(clientId));
    keeping.set(clientId, kept);
    await kept;
    void run(id);
  }

  async function run(id: ConversationId): Promise<void> {
    const lane = laneOf(id);
    if (lane.busy) return;
    lane.busy = true;
    const own = era;
    const current = () => own === era && sends();
    for (let item = firstPending(lane); item && current(); item = firstPending(lane)) await deliver(id, item, current);
    lane.busy = false;
  }

  /** Tries until the message is stored, refused or thrown away. */
  async function deliver(id: ConversationId, item: OutboxItem, current: () => boolean): Promise<void> {
    const { clientId, draft } = item;
    // What is sent must outlive a crash, or it would be said again under a new key.
    await keeping.get(clientId);
    for (let tries = 0; current() && isPending(id, clientId); tries++) {
      try {
        const answer = await call("messages.send", { conversationId: id, clientId, ...draft });
        if (current()) stored(id, item, answer);
        return;
      } catch (error) {
        if (!current()) return;
        if (!passes(error)) return refuse(id, item, error);
        await pauses.after(tries);
      }
    }
  }

  function stored(id: ConversationId, item: OutboxItem, answer: Sent): void {
    // First, because a timeline that shows the entry already settles the item, and its promise with it.
    results.done(item.clientId, answer);
    const sent: OutboxItem = { ...item, state: "sent", seq: answer.seq };
    void keep(id, item.clientId, sent);
    put(id, item.clientId, sent);
    acknowledged(id, item.clientId, answer);
  }

  function refuse(id: ConversationId, item: OutboxItem, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure("server/unexpected", {}, { cause: error });
    const failed: OutboxItem = { ...item, state: "failed", error: failure };
    void keep(id, item.clientId, failed);
    put(id, item.clientId, failed);
    results.failed(item.clientId, failure);
  }

  function find(id: ConversationId, clientId: ClientMessageId): OutboxItem | undefined {
    return laneOf(id).items.find((item) => item.clientId === clientId);
  }

  const isPending = (id: ConversationId, clientId: ClientMessageId) => find(id, clientId)?.state === "pending";

  return {
    send(id, draft, clientId = newKey<ClientMessageId>(timing.now())) {
      if (find(id, clientId)) return clientId;
      const at = new Date(timing.now()).toISOString();
      void add(id, { clientId, draft, at, order: nextOrder(), state: "pending", seq: null, error: null });
      return clientId;
    },
    retry(id, clientId) {
      const item = find(id, clientId);
      if (item?.state !== "failed") return;
      // Said again now: it goes behind what was said since.
      void add(id, { ...item, order: nextOrder(), state: "pending", error: null });
    },
    discard(id, clientId) {
      void keep(id, clientId, null);
      put(id, clientId, null);
      results.failed(clientId, new Failure("messages/empty"));
    },
    items: (id) => lanes.get(id)?.items ?? [],
    sent: (_id, clientId) => results.of(clientId),
    settle(id, upToSeq) {
      const lane = lanes.get(id);
      if (!lane) return;
      const shown = lane.items.filter(({ state, seq }) => state === "sent" && seq !== null && seq <= upToSeq);
      for (const { clientId } of shown) results.forget(clientId);
      if (shown.length) lane.items = lane.items.filter((item) => !shown.includes(item));
    },
    take(id, clientId, item) {
      // Acknowledged by this tab already.
      if (find(id, clientId)?.state === "sent") return;
      if (!item && !find(id, clientId)) return;
      put(id, clientId, item);
      if (item?.state === "failed" && item.error) results.failed(clientId, item.error);
      void run(id);
    },
    learn: (clientId, answer) => results.done(clientId, answer),
    wake() {
      pauses.end();
      for (const id of lanes.keys()) void run(id);
    },
    reset() {
      era += 1;
      lanes.clear();
      results.reset();
      pauses.end();
    },
  };
}

function firstPending({ items }: Lane): OutboxItem | undefined {
  return items.find(({ state }) => state === "pending");
}
