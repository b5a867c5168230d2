import {
  type CallInput,
  type CallOutput,
  type ConversationId,
  type Entry,
  mayNotify,
  type NotifyLevel,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { createSignal } from "./signal.ts";
import { createStore, type Store } from "./store.ts";

type Notices = CallOutput<"notifications.settings">;

/** Something that came just now and that one wants to be told of. */
export interface Notice {
  readonly conversationId: ConversationId;
  readonly entry: Entry;
  /** It mentions oneself or everybody, or is to be confirmed. */
  readonly mention: boolean;
  readonly urgent: boolean;
}

/** How one wants to be notified, and what there is to be notified of. */
export interface Notifying extends Store<Notices | null> {
  set(change: CallInput<"notifications.set">): Promise<void>;
  refresh(): Promise<void>;
  /** Told of every message that notifies, on every tab; whoever shows it decides where. */
  onNotice(listener: (notice: Notice) => void): () => void;
}

export interface NotifyingSink {
  entries(id: ConversationId, entries: readonly Entry[]): void;
  /** The settings may have changed. */
  changed(): void;
  reset(): void;
}

export interface NotifyingDeps {
  readonly call: Call;
  readonly me: () => PrincipalId | null;
  readonly level: (id: ConversationId) => NotifyLevel;
  readonly now: () => Date;
}

export function createNotifying({ call, me, level, now }: NotifyingDeps): {
  notifying: Notifying;
  sink: NotifyingSink;
} {
  const store = createStore<Notices | null>(null);
  const notices = createSignal<Notice>();

  async function refresh(): Promise<void> {
    store.set(await call("notifications.settings", {}));
  }

  function judge(conversationId: ConversationId, entry: Entry): void {
    const own = me();
    const known = store.getSnapshot();
    const { body } = entry;
    if (!known || own === null || entry.by === own) return;
    if (body.kind !== "message" && body.kind !== "announced") return;
    const called = body.kind === "message" && (body.mentionAll || body.mentions.includes(own));
    const mention = called || body.confirm === true;
    const urgent = body.kind === "message" && body.urgent === true;
    const facts = { ...known, level: level(conversationId), mention, urgent };
    if (mayNotify(facts, now())) notices.tell({ conversationId, entry, mention, urgent });
  }

  return {
    notifying: {
      subscribe: store.subscribe,
      getSnapshot: store.getSnapshot,
      async set(change) {
        store.set(await call("notifications.set", change));
      },
      refresh,
      onNotice: notices.listen,
    },
    sink: {
      entries(id, entries) {
        for (const entry of entries) judge(id, entry);
      },
      changed: () => void refresh().catch(() => undefined),
      reset: () => store.set(null),
    },
  };
}
