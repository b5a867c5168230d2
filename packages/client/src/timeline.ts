import {
  type CallArgs,
  type ClientMessageId,
  type ConversationId,
  type Entry,
  Failure,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import type { MessageDraft, OutboxItem } from "./outbox.ts";
import type { WritableStore } from "./store.ts";
import {
  type HistoryPage,
  type TimelineWindow,
  windowOf,
  withLive,
  withNewer,
  withOlder,
  withRoom,
} from "./timeline-window.ts";

export type TimelineRow =
  | { readonly key: string; readonly state: "stored"; readonly entry: Entry }
  | {
      readonly key: string;
      readonly state: "pending" | "failed";
      readonly clientId: ClientMessageId;
      readonly draft: MessageDraft;
      readonly at: string;
      readonly error: Failure | null;
    };

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
}

export interface Timeline {
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  loadAround(seq: number): Promise<void>;
  live(entries: readonly Entry[]): void;
  /** Fetches whatever came after what is here. */
  catchUp(): Promise<void>;
  /** Something on its way changed. */
  redraw(): void;
  gone(): void;
}

const pageSize = 50;
const catchUpSize = 200;
/** Further behind than this, starting anew is cheaper than filling the gap. */
const catchUpPages = 5;
const maxHeld = 2_000;

/** One conversation's window, kept up to date by live entries and fetches. */
export function createTimeline(id: ConversationId, store: WritableStore<TimelineState>, deps: TimelineDeps): Timeline {
  const rowOf = createRows(deps.me);
  let window: TimelineWindow | null = null;
  let held: Entry[] = [];
  let catching: Promise<void> | null = null;
  let version = 0;

  const history = (query: Omit<CallArgs<"messages.history">, "conversationId">) =>
    deps.call("messages.history", { conversationId: id, ...query });

  function draw(change: Partial<TimelineState> = {}): void {
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
  }

  function failed(error: unknown): void {
    if (error instanceof Failure && error.code === "conversations/not_found") {
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
      // What arrived live since the question was asked may be missing in the answer.
      held = [...(window?.entries ?? []), ...held];
      window = windowOf(page);
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
      if (borders(side, now, window)) window = side === "Before" ? withOlder(window, page) : withNewer(window, page);
      draw({ [flag]: false, error: null });
    } catch (error) {
      if (own === version) failed(error);
    }
  }

  function live(entries: readonly Entry[]): void {
    const next = window && !catching ? withLive(window, entries) : null;
    if (next) {
      if (next === window) return;
      window = next;
      draw();
      return;
    }
    if (held.length < maxHeld) held = [...held, ...entries];
    if (window && !catching) void catchUp();
  }

  function applyHeld(): boolean {
    const waiting = held;
    held = [];
    const next = window && withLive(window, waiting);
    if (next) window = next;
    return next !== null;
  }

  function catchUp(): Promise<void> {
    if (!window) return store.getSnapshot().state === "failed" ? replace({}) : Promise.resolve();
    catching ??= fill().finally(() => {
      catching = null;
      // What came while the last page was applied may leave a hole again.
      if (held.length && !applyHeld()) void catchUp();
      else draw();
    });
    return catching;
  }

  async function fill(): Promise<void> {
    const own = version;
    for (let pages = 0; window && own === version && !window.moreAfter; pages++) {
      if (pages === catchUpPages) return replace({});
      try {
        const asked = window.upTo;
        const page: HistoryPage = await history({ after: asked, limit: catchUpSize });
        if (own !== version || !window || window.upTo < asked) return;
        const { moreAfter } = page;
        window = { ...withNewer(window, page), moreAfter: false };
        if (!moreAfter && applyHeld()) return draw({ state: "ready", error: null });
      } catch (error) {
        return failed(error);
      }
    }
  }

  function gone(): void {
    version += 1;
    window = null;
    held = [];
    store.set({ ...emptyTimeline, state: "gone" });
  }

  return {
    load: () => {
      if (store.getSnapshot().state !== "ready") draw({ state: "loading", error: null });
      return replace({});
    },
    loadOlder: () => extend("Before"),
    loadNewer: () => extend("After"),
    loadAround: (seq) => replace({ around: seq }),
    live,
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

/** The same entry always gives the same row object, so that views redraw only what is new. */
function createRows(me: () => PrincipalId | null): (entry: Entry) => TimelineRow {
  const rows = new WeakMap<Entry, TimelineRow>();
  return (entry) => {
    const found = rows.get(entry);
    if (found) return found;
    const key = entry.clientId !== null && entry.by === me() ? entry.clientId : entry.id;
    const row: TimelineRow = { key, state: "stored", entry };
    rows.set(entry, row);
    return row;
  };
}

function outgoingRow({ clientId, draft, at, state, error }: OutboxItem): TimelineRow {
  return { key: clientId, state: state === "failed" ? "failed" : "pending", clientId, draft, at, error };
}
