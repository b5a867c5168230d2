import {
  type CallArgs,
  type CallInput,
  type CallOutput,
  type ConversationId,
  type ConversationSummary,
  type Entry,
  Failure,
  type PrincipalId,
  type ServerEvent,
} from "@qunxin/protocol";
import type { Act, Acts } from "./acts.ts";
import type { Call } from "./calls.ts";
import { reordered } from "./conversation-order.ts";
import {
  type ConversationItem,
  mergeSummary,
  toItem,
  withEntries,
  withoutBeginning,
  withRead,
  withSettings,
} from "./conversation-reducer.ts";
import { createReadMarks } from "./read-marks.ts";
import { createSignal } from "./signal.ts";
import { createFamily, createStore, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export interface ConversationList {
  /** False until the list was fetched for the first time, or found on the device. */
  readonly ready: boolean;
  /** Whether it is what the server told since the last connection was made, and kept up to date since. */
  readonly fetched: boolean;
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
  /** Shown at once; offline it waits. @throws Failure when the server refuses it */
  set(id: ConversationId, change: ConversationSettings): Promise<void>;
  markRead(id: ConversationId, seq?: number): void;
  openDirect(personId: PrincipalId, fromGroup?: ConversationId): Promise<ConversationId>;
  /** Told when a conversation's read mark moves on, whether it was read here, on another tab or on another device. */
  onRead(listener: (read: ReadUpTo) => void): () => void;
  /** Asks for one conversation, e.g. one that was removed from the list; `of` then shows it. */
  fetch(id: ConversationId): Promise<void>;
}

/** Everything up to that seq is read. */
export interface ReadUpTo {
  readonly conversationId: ConversationId;
  readonly readSeq: number;
}

export type ConversationSettings = Omit<CallInput<"conversations.set">, "conversationId">;

/** What the sync engine tells the list. */
export interface ConversationSink {
  entries(id: ConversationId, entries: readonly Entry[]): void;
  added(conversation: ConversationSummary): void;
  changed(conversation: ConversationSummary): void;
  removed(id: ConversationId): void;
  read(event: Extract<ServerEvent, { type: "conversation.read" }>): void;
  /** Entries up to that seq were missed: ask the server. */
  gap(id: ConversationId): void;
  /** Retention removed the beginning of a conversation. */
  purged(id: ConversationId, firstSeq: number): void;
  /** The connection is gone, or new: what the list tells may be old. */
  cut(): void;
  /** What the device kept of the list, shown until the server tells better. */
  restore(conversations: readonly ConversationSummary[]): void;
  /** What came of an act on the list that may have waited. */
  finished(act: Act, outcome: unknown): void;
  reset(): void;
}

export interface ConversationDeps {
  readonly call: Call;
  readonly acts: Acts;
  readonly timing: Timing;
  readonly me: () => PrincipalId | null;
  /** Everything below that seq was removed by retention. */
  readonly purged: (id: ConversationId, firstSeq: number) => void;
  /** Keeps a conversation on the device; null: it is gone. */
  readonly keep: (id: ConversationId, summary: ConversationSummary | null) => void;
}

const empty: ConversationList = { ready: false, fetched: false, error: null, items: [], unread: 0, mentions: 0 };
const refetchAfterMs = 500;

/** The conversation list, kept by entries and events, replaced by a fetch after every cut. */
export function createConversations(deps: ConversationDeps): { list: Conversations; sink: ConversationSink } {
  const held = new Map<ConversationId, ConversationSummary>();
  const list = createStore(empty);
  const items = createFamily<ConversationId, ConversationItem | null>(() => null);
  const touched = new Set<ConversationId>();
  const reads = createSignal<ReadUpTo>();
  /** What is shown, and what of it has changed since: thousands are not sorted anew for each message. */
  let sorted: readonly ConversationItem[] = [];
  const moved = new Map<ConversationId, ConversationItem | null>();
  const reading = createReadMarks(deps.acts, deps.timing, (id, mark) => change(id, (now) => withRead(now, mark)));
  const refetches = new Map<ConversationId, () => void>();
  let refreshing: Promise<void> | null = null;
  let publishSoon = false;

  function put(id: ConversationId, summary: ConversationSummary | null): void {
    touched.add(id);
    const before = held.get(id);
    const firstSeq = summary?.firstSeq ?? 1;
    if (firstSeq > (before?.firstSeq ?? 1)) deps.purged(id, firstSeq);
    hold(id, summary);
    if (summary && summary.readSeq > (before?.readSeq ?? 0)) {
      reads.tell({ conversationId: id, readSeq: summary.readSeq });
    }
    deps.keep(id, summary);
    schedule();
  }

  function hold(id: ConversationId, summary: ConversationSummary | null): void {
    if (summary) held.set(id, summary);
    else held.delete(id);
    const item = summary && toItem(summary);
    moved.set(id, item && !item.hidden ? item : null);
    items.of(id).set(item);
  }

  /** What the server tells, over what is newer here: entries and read marks of the socket, and what waits to be told. */
  function merge(fetched: ConversationSummary): void {
    const { id } = fetched;
    const before = held.get(id);
    const waiting = deps.acts.waiting(settingsKey(id), "conversations.set");
    const next = withSettings(mergeSummary(before, fetched), waiting ?? {}, deps.timing.now());
    if (JSON.stringify(before) === JSON.stringify(next)) touched.add(id);
    else put(id, next);
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
    if (moved.size > 0) sorted = reordered(sorted, moved);
    moved.clear();
    const loud = sorted.filter(({ muted }) => !muted);
    list.set({
      ready,
      fetched: list.getSnapshot().fetched,
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
    list.update((now) => ({ ...now, fetched: true, error: null }));
    publish(true);
  }

  /** Entries that overtook the fetch may have changed what only a fetch tells: ask once more. */
  function take(fetched: ConversationSummary): void {
    const before = held.get(fetched.id);
    merge(fetched);
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

  /** Read later than marked as unread: that must not be told any more. */
  function forgetMarkedUnread(id: ConversationId): void {
    const waiting = deps.acts.waiting(settingsKey(id), "conversations.set");
    if (!waiting?.markedUnread) return;
    deps.acts.do(settingsKey(id), "conversations.set", { ...waiting, markedUnread: false }).catch(() => undefined);
  }

  function takeOutcome({ name, input }: Act, outcome: unknown): void {
    if (name !== "conversations.set" && name !== "conversations.markRead") return;
    const { conversationId: id } = input as CallArgs<"conversations.set">;
    // Shown as if it had worked: ask what holds.
    if (outcome instanceof Failure) void fetchOne(id);
    else if (name === "conversations.set") merge(outcome as ConversationSummary);
    else {
      const mark = outcome as CallOutput<"conversations.markRead">;
      change(id, (now) => withRead(now, { ...mark, markedUnread: false }));
    }
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
        const key = settingsKey(id);
        const { conversationId: _, ...waiting } = deps.acts.waiting(key, "conversations.set") ?? { conversationId: id };
        change(id, (now) => withSettings(now, settings, deps.timing.now()));
        await deps.acts.do(key, "conversations.set", { conversationId: id, ...waiting, ...settings });
      },
      markRead(id, seq) {
        const now = held.get(id);
        if (!now) return;
        reading.mark(now, seq ?? now.lastSeq);
        forgetMarkedUnread(id);
      },
      async openDirect(personId, fromGroup) {
        const answer = await deps.call("conversations.openDirect", fromGroup ? { personId, fromGroup } : { personId });
        merge(answer);
        return answer.id;
      },
      onRead: reads.listen,
      fetch: fetchOne,
    },
    sink: {
      entries: takeEntries,
      added: merge,
      changed: merge,
      removed: (id) => put(id, null),
      read: ({ conversationId, ...mark }) => change(conversationId, (now) => withRead(now, mark)),
      gap: refetch,
      purged(id, firstSeq) {
        change(id, (now) => withoutBeginning(now, firstSeq));
        // Up to which message it counts as read only the server tells.
        refetch(id);
      },
      cut: () => list.update((now) => (now.fetched ? { ...now, fetched: false } : now)),
      restore(conversations) {
        // What has come by now is newer.
        if (list.getSnapshot().ready) return;
        for (const one of conversations) if (!held.has(one.id) && !touched.has(one.id)) hold(one.id, one);
        publish(conversations.length > 0);
      },
      finished: takeOutcome,
      reset() {
        for (const cancel of refetches.values()) cancel();
        refetches.clear();
        reading.reset();
        held.clear();
        moved.clear();
        sorted = [];
        items.reset();
        list.set(empty);
      },
    },
  };
}

/** Under which key settings of a conversation wait. */
function settingsKey(id: ConversationId): string {
  return `set ${id}`;
}
