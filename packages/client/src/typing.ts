import { type ConversationId, type Entry, limits, type PrincipalId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { createFamily, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export interface Typing {
  of(id: ConversationId): Store<readonly PrincipalId[]>;
  /** Tells the others that one types; call it with every key stroke. */
  notify(id: ConversationId): void;
}

export interface TypingSink {
  typing(id: ConversationId, by: PrincipalId): void;
  /** Whoever has written no longer types. */
  entries(id: ConversationId, entries: readonly Entry[]): void;
  reset(): void;
}

/** Somebody counts as typing until this long after the last sign of it. */
const shownMs = limits.typingEveryMs + 2_000;

export function createTyping(call: Call, timing: Timing): { typing: Typing; sink: TypingSink } {
  const stores = createFamily<ConversationId, readonly PrincipalId[]>(() => []);
  const ends = new Map<string, () => void>();
  const told = new Map<ConversationId, number>();

  function stop(id: ConversationId, by: PrincipalId): void {
    ends.get(`${id} ${by}`)?.();
    ends.delete(`${id} ${by}`);
    const now = stores.of(id).getSnapshot();
    if (now.includes(by)) stores.of(id).set(now.filter((other) => other !== by));
  }

  return {
    typing: {
      of: stores.of,
      notify(id) {
        if (timing.now() - (told.get(id) ?? Number.NEGATIVE_INFINITY) < limits.typingEveryMs) return;
        told.set(id, timing.now());
        call("messages.typing", { conversationId: id }).catch(() => undefined);
      },
    },
    sink: {
      typing(id, by) {
        ends.get(`${id} ${by}`)?.();
        ends.set(
          `${id} ${by}`,
          timing.after(shownMs, () => stop(id, by)),
        );
        const now = stores.of(id).getSnapshot();
        if (!now.includes(by)) stores.of(id).set([...now, by]);
      },
      entries(id, entries) {
        if (stores.of(id).getSnapshot().length === 0) return;
        for (const { by } of entries) if (by) stop(id, by);
      },
      reset() {
        for (const end of ends.values()) end();
        ends.clear();
        told.clear();
        stores.reset();
      },
    },
  };
}
