import { type ConversationId, limits, type Receipt, type ServerEvent } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { createSignal } from "./signal.ts";
import { createFamily, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export type ConfirmAsked = Omit<Extract<ServerEvent, { type: "confirm.asked" }>, "type">;

/** Who has read one's messages, and which messages one has confirmed oneself. */
export interface Receipts {
  /** How far one's own message is read; live while somebody listens. Null: unknown, or nothing is shown there. */
  of(id: ConversationId, seq: number): Store<Receipt | null>;
  /** Whether one has confirmed that message; null until known. */
  confirmed(id: ConversationId, seq: number): Store<boolean | null>;
  confirm(id: ConversationId, seq: number): Promise<void>;
  /** One is reminded of a message to be confirmed. */
  onAsked(listener: (asked: ConfirmAsked) => void): () => void;
}

export interface ReceiptSink {
  receipts(event: Extract<ServerEvent, { type: "receipts" }>): void;
  confirmed(id: ConversationId, seq: number): void;
  asked(asked: ConfirmAsked): void;
  /** A new socket knows of nothing watched yet. */
  online(): void;
  reset(): void;
}

const gatherMs = 100;

/** Watches whatever is looked at; what changes within a moment is one call per conversation. */
export function createReceipts(call: Call, timing: Timing): { receipts: Receipts; sink: ReceiptSink } {
  const asked = createSignal<ConfirmAsked>();
  const watching = createGathering(timing, watch);
  const looking = createGathering(timing, look);
  const receipts = createFamily<string, Receipt | null>(
    () => null,
    (key) => ({ onFirst: () => watching.add(key), onLast: () => watching.remove(key) }),
  );
  const own = createFamily<string, boolean | null>(
    () => null,
    (key) => ({ onFirst: () => own.of(key).getSnapshot() === null && looking.add(key) }),
  );

  function take(id: ConversationId, off: boolean, news: readonly Receipt[], seqs: Iterable<number>): void {
    if (off) for (const seq of seqs) receipts.of(keyOf(id, seq)).set(null);
    for (const receipt of news) receipts.of(keyOf(id, receipt.seq)).set(receipt);
  }

  async function watch(id: ConversationId, all: readonly number[]): Promise<void> {
    const seqs = [...all].sort((a, b) => b - a).slice(0, limits.receiptsPerWatch);
    // Without a socket there is nobody to tell; the next one asks again.
    const answer = await call("receipts.watch", { conversationId: id, seqs }).catch(() => null);
    if (answer) take(id, answer.off, answer.receipts, seqs);
  }

  async function look(id: ConversationId, all: readonly number[]): Promise<void> {
    const seqs = all.filter((seq) => own.of(keyOf(id, seq)).getSnapshot() === null).slice(-limits.receiptsPerWatch);
    if (seqs.length === 0) return;
    const answer = await call("receipts.confirmed", { conversationId: id, seqs }).catch(() => null);
    if (!answer) return;
    const confirmed = new Set(answer.confirmed);
    for (const seq of seqs) own.of(keyOf(id, seq)).set(confirmed.has(seq));
  }

  return {
    receipts: {
      of: (id, seq) => receipts.of(keyOf(id, seq)),
      confirmed: (id, seq) => own.of(keyOf(id, seq)),
      async confirm(conversationId, seq) {
        await call("messages.confirm", { conversationId, seq });
        own.of(keyOf(conversationId, seq)).set(true);
      },
      onAsked: asked.listen,
    },
    sink: {
      receipts: ({ conversationId, off, receipts: news }) =>
        take(conversationId, off, news, watching.of(conversationId)),
      confirmed: (id, seq) => own.of(keyOf(id, seq)).set(true),
      asked: asked.tell,
      online() {
        watching.again();
        looking.again();
      },
      reset() {
        watching.reset();
        looking.reset();
        receipts.reset();
        own.reset();
      },
    },
  };
}

function keyOf(id: ConversationId, seq: number): string {
  return `${id} ${seq}`;
}

/** Seqs by conversation; what changed is told together a moment later. */
function createGathering(timing: Timing, tell: (id: ConversationId, seqs: readonly number[]) => Promise<void>) {
  const held = new Map<ConversationId, Set<number>>();
  const due = new Set<ConversationId>();
  let cancel: (() => void) | null = null;

  function change(key: string, work: (seqs: Set<number>, seq: number) => void): void {
    const [id, seq] = key.split(" ") as [ConversationId, string];
    const seqs = held.get(id) ?? new Set();
    work(seqs, Number(seq));
    held.set(id, seqs);
    later(id);
  }

  function later(id: ConversationId): void {
    due.add(id);
    cancel ??= timing.after(gatherMs, () => {
      cancel = null;
      for (const one of due) {
        void tell(one, [...(held.get(one) ?? [])]);
        if (held.get(one)?.size === 0) held.delete(one);
      }
      due.clear();
    });
  }

  return {
    of: (id: ConversationId): Iterable<number> => held.get(id) ?? [],
    add: (key: string) => change(key, (seqs, seq) => seqs.add(seq)),
    remove: (key: string) => change(key, (seqs, seq) => seqs.delete(seq)),
    again() {
      for (const id of held.keys()) later(id);
    },
    reset() {
      cancel?.();
      cancel = null;
      due.clear();
    },
  };
}
