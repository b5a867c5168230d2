import { type CallArgs, type ConversationId, type Entry, Failure, type PrincipalId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import type { OutboxItem } from "./outbox.ts";
import type { Shelf } from "./shelf.ts";
import type { WritableStore } from "./store.ts";
import { createTimelineQuestions } from "./timeline-questions.ts";
import { createRows, outgoingRow, type TimelineRow } from "./timeline-rows.ts";
import {
  base,
  type TimelineWindow,
  windowOf,
  withEverythingStale,
  withFresh,
  withLive,
  withNewer,
  withOlder,
  withoutPurged,
  withRoom,
  withStale,
} from "./timeline-window.ts";

export interface TimelineState {
  readonly state: "loading" | "ready" | "gone" | "failed";
  /** Stored entries ascending, then what is on its way in sending order. */
  readonly rows: readonly TimelineRow[];
  readonly moreBefore: boolean;
  /** Detached from the live end. */
  readonly moreAfter: boolean;
  readonly loadingBefore: boolean;
  readonly loadingAfter: boolean;
  /** Why loading failed. */
  readonly error: Error | null;
}

export const emptyTimeline: TimelineState = {
  state: "loading",
  rows: [],
  moreBefore: false,
  moreAfter: false,
  loadingBefore: false,
  loadingAfter: false,
  error: null,
};

export interface TimelineDeps {
  readonly call: Call;
  readonly me: () => PrincipalId | null;
  readonly outgoing: (id: ConversationId) => readonly OutboxItem[];
  /** Told how far the timeline shows everything, so that acknowledged messages can be forgotten. */
  readonly shownUpTo: (id: ConversationId, seq: number) => void;
  /** What the device keeps of timelines, if it does. */
  readonly shelf?: Pick<Shelf, "read" | "keep" | "drop" | "live" | "changed" | "purged">;
  /** Newest seq as the list knows it; 0 when it does not. */
  readonly lastSeq?: (id: ConversationId) => number;
  /** Resolves once the list tells what the server knows, or does not in time. */
  readonly listed?: () => Promise<void>;
  /** Runs what need not be at once, so that not everybody in a large group asks in the same moment. */
  readonly spread?: (id: ConversationId, work: () => void) => void;
}

export interface Timeline {
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  loadAround(seq: number): Promise<void>;
  live(entries: readonly Entry[]): void;
  /** Entries look different to oneself: asks for them anew. */
  changed(seqs: readonly number[]): void;
  /** Retention removed everything below that seq. */
  purged(firstSeq: number): void;
  /** Fetches whatever came after what is here. */
  catchUp(): Promise<void>;
  /** Something on its way changed. */
  redraw(): void;
  gone(): void;
}

const pageSize = 50;
/** Further behind than this, starting anew is cheaper than filling the gap. */
const catchUpSize = 200;
const fillTries = 5;

/** One conversation's window, kept up to date by live entries and fetches. */
export function createTimeline(id: ConversationId, store: WritableStore<TimelineState>, deps: TimelineDeps): Timeline {
  const rowOf = createRows(deps.me);
  const questions = createTimelineQuestions(id, deps, {
    window: () => window,
    put: (next) => {
      window = next;
      draw();
    },
  });
  let window: TimelineWindow | null = null;
  let catching: Promise<void> | null = null;
  let firstSeq = 0;
  let version = 0;
  let shelved: TimelineWindow | null = null;
  /** Read from the device and not compared with the server yet. */
  let old = false;

  const { history } = questions;

  function draw(change: Partial<TimelineState> = {}): void {
    // A page asked for before the purge may bring back what is gone.
    if (window) window = withoutPurged(window, firstSeq);
    if (window) deps.shownUpTo(id, window.moreAfter ? Number.MAX_SAFE_INTEGER : window.upTo);
    const stored = window?.entries.map(rowOf) ?? [];
    const known = new Set(stored.map(({ key }) => key));
    const outgoing = deps.outgoing(id).filter(({ clientId }) => !known.has(clientId));
    store.update((now) => ({
      ...now,
      rows: [...stored, ...outgoing.map(outgoingRow)],
      moreBefore: window?.moreBefore ?? false,
      moreAfter: window?.moreAfter ?? false,
      ...change,
    }));
    if (window && window !== shelved) deps.shelf?.keep(id, window);
    shelved = window;
    questions.refresh();
  }

  function failed(error: unknown): void {
    if (error instanceof Failure && error.code === "conversations/not_found") {
      deps.shelf?.drop(id);
      gone();
      return;
    }
    draw({ state: window ? "ready" : "failed", error: error as Error, loadingBefore: false, loadingAfter: false });
  }

  /** Replaces the window; the answer of an older question is thrown away. */
  async function replace(query: Omit<CallArgs<"messages.history">, "conversationId">): Promise<void> {
    const own = ++version;
    try {
      const page = await history({ limit: pageSize, ...query });
      if (own !== version) return;
      window = withStale(windowOf(page), questions.changedSince());
      old = false;
      // What arrived live since the question was asked may be missing in the answer.
      const whole = applyHeld();
      draw({ state: "ready", error: null });
      // Entries came that do not follow this page: something in between was never told.
      if (!whole) void catchUp();
    } catch (error) {
      if (own === version) failed(error);
    }
  }

  async function extend(side: "Before" | "After"): Promise<void> {
    const flag = `loading${side}` as const;
    if (!window?.[`more${side}`] || store.getSnapshot()[flag]) return;
    const now = withRoom(window, side, pageSize);
    window = now;
    const own = version;
    draw({ [flag]: true });
    try {
      const first = now.entries[0]?.seq ?? now.upTo + 1;
      const page = await history({ limit: pageSize, ...(side === "Before" ? { before: first } : { after: now.upTo }) });
      if (own !== version || !window) return;
      if (borders(side, now, window)) {
        const extended = side === "Before" ? withOlder : withNewer;
        window = withStale(extended(window, page, questions.since(), deps.me()), questions.changedSince());
        applyHeld();
      }
      draw({ [flag]: false, error: null });
    } catch (error) {
      if (own === version) failed(error);
    }
  }

  function live(entries: readonly Entry[]): void {
    questions.note(entries);
    if (!window || catching) return;
    const next = withLive(window, entries, deps.me());
    if (next === window) return;
    if (!next) {
      missed(entries);
      return;
    }
    const looksTheSame = next.entries === window.entries && next.stale === window.stale;
    window = next;
    if (!looksTheSame) draw();
  }

  /** News that do not follow what is here. */
  function missed(entries: readonly Entry[]): void {
    if (!window) return;
    if (window.moreAfter) {
      window = withEverythingStale(window, entries.at(-1)?.seq ?? 0);
      draw();
    } else {
      questions.keep(entries);
      void catchUp();
    }
  }

  function applyHeld(): boolean {
    const next = window && withLive(window, questions.since(), deps.me());
    if (next) window = next;
    return next !== null;
  }

  function catchUp(): Promise<void> {
    // One may have been let back in while away: then nobody tells, and what is gone is asked for once more.
    if (!window) return store.getSnapshot().state === "loading" ? Promise.resolve() : replace({});
    if (window.moreAfter) {
      window = withEverythingStale(window, deps.lastSeq?.(id) ?? 0);
      draw();
      return Promise.resolve();
    }
    catching ??= questions
      .during(() => (old ? renew() : fill()))
      .finally(() => {
        catching = null;
        // What came while the last page was applied may leave a hole again.
        if (applyHeld()) draw();
        else void catchUp();
      });
    return catching;
  }

  async function fill(): Promise<void> {
    const own = version;
    for (let tries = 0; window && own === version && !window.moreAfter; tries++) {
      if (tries === fillTries || missing(window) > catchUpSize) return replace({});
      try {
        const asked = base(window);
        const page = await history({ after: asked, acts: true, limit: catchUpSize });
        if (own !== version || !window || base(window) < asked) return;
        if (page.moreAfter) return replace({});
        window = withStale(withNewer(window, page, questions.since(), deps.me()), questions.changedSince());
        if (applyHeld()) return draw({ state: "ready", error: null });
      } catch (error) {
        return failed(error);
      }
    }
  }

  /** Shows what the device keeps, then asks what has become of it. */
  async function open(shelf: Pick<Shelf, "read">): Promise<void> {
    const own = ++version;
    const kept = await shelf.read(id);
    if (own !== version) return;
    if (!kept?.entries.length) return replace({});
    window = shelved = kept;
    old = true;
    applyHeld();
    draw({ state: "ready", error: null });
    await deps.listed?.();
    // The end of a cut may have been first.
    if (own === version && old) await catchUp();
  }

  /** Asks again for the newest of what the device kept, whose state may have changed, and for what came after it. */
  async function renew(): Promise<void> {
    const now = window;
    const own = version;
    const first = now?.entries[0]?.seq;
    if (!now || !first) return replace({});
    if (missing(now) > catchUpSize || (now.entries.length < pageSize && now.moreBefore)) return replace({});
    const after = Math.max(first - 1, now.upTo - catchUpSize + missing(now));
    try {
      const page = await history({ after, limit: catchUpSize });
      if (own !== version || !window) return;
      const fresh = withFresh(window, page, after);
      if (!fresh) return replace({});
      [window, old] = [withStale(fresh, questions.changedSince()), false];
      applyHeld();
      draw({ state: "ready", error: null });
    } catch (error) {
      if (own === version) failed(error);
    }
  }

  /** How many entries the list knows of that are not here. */
  function missing({ upTo }: TimelineWindow): number {
    return Math.max(0, (deps.lastSeq?.(id) ?? 0) - upTo);
  }

  function gone(): void {
    version += 1;
    window = null;
    questions.reset();
    store.set({ ...emptyTimeline, state: "gone" });
  }

  return {
    load: () => {
      const first = !window && version === 0;
      if (store.getSnapshot().state !== "ready") draw({ state: "loading", error: null });
      return first && deps.shelf ? open(deps.shelf) : replace({});
    },
    loadOlder: () => extend("Before"),
    loadNewer: () => extend("After"),
    loadAround: (seq) => replace({ around: seq }),
    live,
    changed(seqs) {
      questions.changed(seqs);
      if (!window) return;
      window = withStale(window, seqs);
      questions.refresh("now");
    },
    purged(seq) {
      firstSeq = Math.max(firstSeq, seq);
      draw();
    },
    catchUp,
    redraw: () => store.getSnapshot().state !== "gone" && draw(),
    gone,
  };
}

/** Whether a page asked for beside `then` still meets that side of `now`, which may have let go of entries since. */
function borders(side: "Before" | "After", then: TimelineWindow, now: TimelineWindow): boolean {
  if (side === "After") return now.upTo >= then.upTo;
  return (now.entries[0]?.seq ?? 0) <= (then.entries[0]?.seq ?? Number.POSITIVE_INFINITY);
}
