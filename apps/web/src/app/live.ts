import {
  type ConversationItem,
  type ConversationList,
  createClient,
  type Removed,
  type Store,
  type TimelineState,
} from "@qunxin/client";
import type { Brief, ConversationId, PrincipalId, Receipt } from "@qunxin/protocol";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { browserCache } from "./offline-storage.ts";
import { browserTabs } from "./offline-tabs.ts";

const cache = browserCache();
const tabs = browserTabs();

/** Live data of the signed-in person: the one client of this page. Started and ended by `live-session.ts`. */
export const client = createClient({
  baseUrl: "",
  transport: { fetch: (url, init) => fetch(url, init), openSocket: (url) => new WebSocket(absolute(url)) },
  ...(cache && { cache }),
  build: document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? "",
  ...(tabs && { sharing: tabs }),
});

/** Snapshot of a store of the client; redraws when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

export function useConversations(): ConversationList {
  return useStore(client.conversations);
}

/** One's own view of a conversation; null while unknown or when one is not in it. */
export function useConversation(id: ConversationId): ConversationItem | null {
  return useStore(client.conversations.of(id));
}

/** The loaded stretch of a conversation; keeps it up to date while the component is there. */
export function useTimeline(id: ConversationId): TimelineState {
  return useStore(client.timelines.of(id));
}

/** Somebody's name and avatar; null while loading, where not visible, and for null. */
export function usePerson(id: PrincipalId | null): Brief | null {
  return useStore(id === null ? nobody : client.people.of(id));
}

/** Names and avatars of several people, in the order of `ids`; null where not known. */
export function usePeople(ids: readonly PrincipalId[]): readonly (Brief | null)[] {
  const key = ids.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are the key's content; a new array of them is no change.
  return useStore(useMemo(() => together(ids), [key]));
}

export function useOnline(personId: PrincipalId | null): boolean {
  return useStore(personId === null ? never : client.presence.of(personId));
}

export function useTyping(id: ConversationId): readonly PrincipalId[] {
  return useStore(client.typing.of(id));
}

/** How far one's own message is read; null while unknown or where nothing is shown. */
export function useReceipt(id: ConversationId, seq: number): Receipt | null {
  return useStore(client.receipts.of(id, seq));
}

/** Whether one has confirmed that message; null until known. */
export function useConfirmed(id: ConversationId, seq: number): boolean | null {
  return useStore(client.receipts.confirmed(id, seq));
}

export function useDraft(id: ConversationId): string {
  return useStore(client.drafts.of(id));
}

/** Why one is out of a conversation, if that happened while looking. */
export function useRemoval(id: ConversationId): Removed["reason"] | null {
  const [removal, setRemoval] = useState<{ id: ConversationId; reason: Removed["reason"] } | null>(null);
  useEffect(
    () =>
      client.onRemoved(({ conversationId, reason }) => {
        if (conversationId === id) setRemoval({ id, reason });
      }),
    [id],
  );
  const back = useConversation(id) !== null;
  return removal?.id === id && !back ? removal.reason : null;
}

const nobody: Store<Brief | null> = { subscribe: () => () => undefined, getSnapshot: () => null };
const never: Store<boolean> = { subscribe: () => () => undefined, getSnapshot: () => false };

function together(ids: readonly PrincipalId[]): Store<readonly (Brief | null)[]> {
  const stores = ids.map((id) => client.people.of(id));
  let last: readonly (Brief | null)[] = [];
  return {
    subscribe(listener) {
      const ends = stores.map((store) => store.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
    getSnapshot() {
      const next = stores.map((store) => store.getSnapshot());
      if (next.length !== last.length || next.some((brief, index) => brief !== last[index])) last = next;
      return last;
    },
  };
}

/** Older browsers refuse page-relative socket addresses. */
function absolute(path: string): string {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}
