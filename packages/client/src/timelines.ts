import type { ClientMessageId, ConversationId, Entry } from "@qunxin/protocol";
import type { MessageDraft, Outbox, Sent } from "./outbox.ts";
import { createFamily, type Store } from "./store.ts";
import { createTimeline, emptyTimeline, type Timeline, type TimelineDeps, type TimelineState } from "./timeline.ts";

export interface Timelines {
  of(id: ConversationId): Store<TimelineState>;
  /** Loads it if need be and keeps it up to date; the answer says that nobody looks any more. */
  open(id: ConversationId): () => void;
  loadOlder(id: ConversationId): Promise<void>;
  loadNewer(id: ConversationId): Promise<void>;
  loadAround(id: ConversationId, seq: number): Promise<void>;
  loadLatest(id: ConversationId): Promise<void>;
  /** `key`: minted before, by whoever prepared the message; a message of the same key is queued once. */
  send(id: ConversationId, draft: MessageDraft, key?: ClientMessageId): ClientMessageId;
  retry(id: ConversationId, clientId: ClientMessageId): void;
  discard(id: ConversationId, clientId: ClientMessageId): void;
  sent(id: ConversationId, clientId: ClientMessageId): Promise<Sent>;
}

/** What the sync engine tells the timelines. */
export interface TimelineSink {
  entries(id: ConversationId, entries: readonly Entry[]): void;
  /** Came in, or back in. */
  added(id: ConversationId): void;
  removed(id: ConversationId): void;
  gap(id: ConversationId): void;
  /** Retention removed everything below that seq. */
  purged(id: ConversationId, firstSeq: number): void;
  /** After a cut, everything held catches up. */
  catchUpAll(): void;
  /** Entries look different to oneself alone. */
  changed(id: ConversationId, seqs: readonly number[]): void;
  redraw(id: ConversationId): void;
  reset(): void;
}

/** Conversations looked at lately stay up to date; beyond this many, the longest unseen are let go. */
const maxHeld = 30;

export function createTimelines(deps: TimelineDeps & { outbox: Outbox }): { timelines: Timelines; sink: TimelineSink } {
  const held = new Map<ConversationId, Timeline>();
  const stores = createFamily<ConversationId, TimelineState>(
    () => emptyTimeline,
    // Asking inside subscribe would change the snapshot while a view is being drawn.
    (id) => ({ onFirst: () => queueMicrotask(() => timelineOf(id)) }),
  );
  const { outbox } = deps;

  function timelineOf(id: ConversationId): Timeline {
    const found = held.get(id);
    if (found) {
      held.delete(id);
      held.set(id, found);
      return found;
    }
    const timeline = createTimeline(id, stores.of(id), deps);
    held.set(id, timeline);
    letGo();
    void timeline.load();
    return timeline;
  }

  function letGo(): void {
    for (const id of [...held.keys()]) {
      if (held.size <= maxHeld) return;
      if (stores.of(id).listeners() > 0 || outbox.items(id).length > 0) continue;
      held.delete(id);
      stores.of(id).set(emptyTimeline);
    }
  }

  return {
    timelines: {
      of: stores.of,
      open: (id) => stores.of(id).subscribe(() => undefined),
      loadOlder: (id) => timelineOf(id).loadOlder(),
      loadNewer: (id) => timelineOf(id).loadNewer(),
      loadAround: (id, seq) => timelineOf(id).loadAround(seq),
      loadLatest: (id) => timelineOf(id).load(),
      send(id, draft, key) {
        const timeline = timelineOf(id);
        // One's own message is said at the live end: go there to see it.
        if (stores.of(id).getSnapshot().moreAfter) void timeline.load();
        return outbox.send(id, draft, key);
      },
      retry: outbox.retry,
      discard: outbox.discard,
      sent: outbox.sent,
    },
    sink: {
      entries(id, entries) {
        const timeline = held.get(id);
        if (timeline) timeline.live(entries);
        else deps.shelf?.live(id, entries);
      },
      added: (id) => void held.get(id)?.load(),
      removed(id) {
        held.get(id)?.gone();
        deps.shelf?.drop(id);
      },
      purged(id, firstSeq) {
        const timeline = held.get(id);
        if (timeline) timeline.purged(firstSeq);
        deps.shelf?.purged(id, firstSeq);
      },
      gap: (id) => void held.get(id)?.catchUp(),
      catchUpAll: () => {
        for (const timeline of held.values()) void timeline.catchUp();
      },
      changed(id, seqs) {
        const timeline = held.get(id);
        if (timeline) timeline.changed(seqs);
        else deps.shelf?.changed(id, seqs);
      },
      redraw: (id) => held.get(id)?.redraw(),
      reset() {
        for (const timeline of held.values()) timeline.gone();
        held.clear();
        stores.reset();
        // A view may be there before the client knows who is signed in; it would wait for ever.
        if (deps.me() === null) return;
        for (const id of stores.ids()) if (stores.of(id).listeners() > 0) timelineOf(id);
      },
    },
  };
}
