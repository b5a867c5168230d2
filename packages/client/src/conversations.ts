import {
  type CallInput,
  type ConversationId,
  type ConversationSummary,
  type Entry,
  Failure,
  type PrincipalId,
  type ServerEvent,
} from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import {
  type ConversationItem,
  compareItems,
  mergeSummary,
  type ReadMark,
  toItem,
  withEntries,
  withRead,
} from "./conversation-reducer.ts";
import { createFamily, createStore, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export interface ConversationList {
  /** False until the list was fetched for the first time. */
  readonly ready: boolean;
  /** Why the last fetch failed; null after one that worked. */
  readonly error: unknown;
  readonly items: readonly ConversationItem[];
  /** Unread messages in all, without conversations on 免打扰. */
  readonly unread: number;
  /** Conversations with an unread mention of oneself. */
  readonly mentions: number;
}

export interface Conversations extends Store<ConversationList> {
  of(id: ConversationId): Store<ConversationItem | null>;
  refresh(): Promise<void>;
  set(id: ConversationId, change: Omit<CallInput<"conversations.set">, "conversationId">): Promise<void>;
  markRead(id: ConversationId, seq?: number): void;
  openDirect(personId: PrincipalId, fromGroup?: ConversationId): Promise<ConversationId>;
  /** Asks for one conversation, e.g. one that was removed from the list; `of` then shows it. */
  fetch(id: ConversationId): Promise<void>;
}

/** What the sync engine tells the list. */
export interface ConversationSink {
  entries(id: ConversationId, entries: readonly Entry[]): void;
  added(conversation: ConversationSummary): void;
  changed(conversation: ConversationSummary): void;
  removed(id: ConversationId): void;
  read(event: Extract<ServerEvent, { type: "conversation.read" }>): void;
  /** Entries up to that seq were missed: ask the server. */
  gap(id: ConversationId): void;
  reset(): void;
}

export interface ConversationDeps {
  readonly call: Call;
  readonly timing: Timing;
  readonly me: () => PrincipalId | null;
}

const empty: ConversationList = { ready: false, error: null, items: [], unread: 0, mentions: 0 };
const markReadAfterMs = 300;
const refetchAfterMs = 500;

/** The conversation list, kept by entries and events, replaced by a fetch after every cut. */
export function createConversations(deps: ConversationDeps): { list: Conversations; sink: ConversationSink } {
  const held = new Map<ConversationId, ConversationSummary>();
  const list = createStore(empty);
  const items = createFamily<ConversationId, ConversationItem | null>(() => null);
  const touched = new Set<ConversationId>();
  const reading = createReadMarks(deps, (id, mark) => change(id, (now) => withRead(now, mark)));
  const refetches = new Map<ConversationId, () => void>();
  let refreshing: Promise<void> | null = null;
  let publishSoon = false;

  function put(id: ConversationId, summary: ConversationSummary | null): void {
    touched.add(id);
    if (summary) held.set(id, summary);
    else held.delete(id);
    items.of(id).set(summary && toItem(summary));
    schedule();
  }

  function change(id: ConversationId, work: (now: ConversationSummary) => ConversationSummary): void {
    const now = held.get(id);
    const next = now && work(now);
    if (next && next !== now) put(id, next);
  }

  /** Many frames of one turn make one new list. */
  function schedule(): void {
    if (publishSoon) return;
    publishSoon = true;
    queueMicrotask(publish);
  }

  function publish(ready = list.getSnapshot().ready): void {
    publishSoon = false;
    const shown = [...held.keys()].map((id) => items.of(id).getSnapshot()).filter((item) => item !== null);
    const sorted = shown.filter(({ hidden }) => !hidden).sort(compareItems);
    const loud = sorted.filter(({ muted }) => !muted);
    list.set({
      ready,
      error: list.getSnapshot().error,
      items: sorted,
      unread: loud.reduce((sum, { unread, markedUnread }) => sum + (unread || (markedUnread ? 1 : 0)), 0),
      mentions: sorted.filter(({ mentionSeqs }) => mentionSeqs.length > 0).length,
    });
  }

  async function refresh(): Promise<void> {
    touched.clear();
    const found = new Set<ConversationId>();
    let cursor: string | null = null;
    do {
      const page: { conversations: ConversationSummary[]; nextCursor: string | null } = await deps.call(
        "conversations.list",
        cursor === null ? {} : { cursor },
      );
      for (const fetched of page.conversations) {
        found.add(fetched.id);
        // Gone by an event while the page was under way.
        if (touched.has(fetched.id) && !held.has(fetched.id)) continue;
        take(fetched);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    // What was not told is gone or hidden, unless it came in the meantime.
    for (const id of [...held.keys()]) if (!found.has(id) && !touched.has(id)) put(id, null);
    list.update((now) => ({ ...now, error: null }));
    publish(true);
  }

  /** Entries that overtook the fetch may have changed what only a fetch tells: ask once more. */
  function take(fetched: ConversationSummary): void {
    const before = held.get(fetched.id);
    put(fetched.id, mergeSummary(before, fetched));
    if (before && before.lastSeq > fetched.lastSeq) refetch(fetched.id);
  }

  async function fetchOne(id: ConversationId): Promise<void> {
    try {
      const fetched = await deps.call("conversations.get", { conversationId: id });
      take(fetched);
    } catch (error) {
      if (error instanceof Failure && error.code === "conversations/not_found") put(id, null);
    }
  }

  /** Many reasons to ask again within a moment are one question. */
  function refetch(id: ConversationId): void {
    if (refetches.has(id)) return;
    const cancel = deps.timing.after(refetchAfterMs * (0.5 + deps.timing.random()), () => {
      refetches.delete(id);
      void fetchOne(id);
    });
    refetches.set(id, cancel);
  }

  function takeEntries(id: ConversationId, entries: readonly Entry[]): void {
    const me = deps.me();
    const now = held.get(id);
    if (!now || !me) {
      refetch(id);
      return;
    }
    const { summary, stale } = withEntries(now, entries, me);
    if (summary !== now) put(id, summary);
    if (stale) refetch(id);
  }

  return {
    list: {
      subscribe: list.subscribe,
      getSnapshot: list.getSnapshot,
      of: items.of,
      refresh() {
        refreshing ??= refresh()
          .catch((error: unknown) => {
            list.update((now) => ({ ...now, error }));
            throw error;
          })
          .finally(() => {
            refreshing = null;
          });
        return refreshing;
      },
      async set(id, settings) {
        const answer = await deps.call("conversations.set", { conversationId: id, ...settings });
        put(id, mergeSummary(held.get(id), answer));
      },
      markRead(id, seq) {
        const now = held.get(id);
        if (now) reading.mark(now, seq ?? now.lastSeq);
      },
      async openDirect(personId, fromGroup) {
        const answer = await deps.call("conversations.openDirect", fromGroup ? { personId, fromGroup } : { personId });
        put(answer.id, mergeSummary(held.get(answer.id), answer));
        return answer.id;
      },
      fetch: fetchOne,
    },
    sink: {
      entries: takeEntries,
      added: (conversation) => put(conversation.id, mergeSummary(held.get(conversation.id), conversation)),
      changed: (conversation) => put(conversation.id, mergeSummary(held.get(conversation.id), conversation)),
      removed: (id) => put(id, null),
      read: ({ conversationId, ...mark }) => change(conversationId, (now) => withRead(now, mark)),
      gap: refetch,
      reset() {
        for (const cancel of refetches.values()) cancel();
        refetches.clear();
        reading.reset();
        held.clear();
        items.reset();
        list.set(empty);
      },
    },
  };
}

/** Sends read marks a moment later, the furthest one only. */
function createReadMarks({ call, timing }: ConversationDeps, moved: (id: ConversationId, mark: ReadMark) => void) {
  const due = new Map<ConversationId, { seq: number; cancel: () => void }>();

  async function send(id: ConversationId, seq: number): Promise<void> {
    due.delete(id);
    // Lost for good only with the network; the next mark takes it along.
    const mark = await call("conversations.markRead", { conversationId: id, seq }).catch(() => null);
    if (mark) moved(id, { ...mark, markedUnread: false });
  }

  return {
    mark({ id, lastSeq, lastOrdinal, readSeq, markedUnread }: ConversationSummary, seq: number): void {
      const waiting = due.get(id);
      if (waiting ? waiting.seq >= seq : readSeq >= seq && !markedUnread) return;
      waiting?.cancel();
      due.set(id, { seq, cancel: timing.after(markReadAfterMs, () => void send(id, seq)) });
      if (seq >= lastSeq) moved(id, { readSeq: lastSeq, readOrdinal: lastOrdinal, markedUnread: false });
    },
    reset(): void {
      for (const { cancel } of due.values()) cancel();
      due.clear();
    },
  };
}
