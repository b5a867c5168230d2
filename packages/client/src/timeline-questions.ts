import { type CallArgs, type ConversationId, type Entry, limits, type PrincipalId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { type HistoryPage, type TimelineWindow, withFetched, withStale } from "./timeline-window.ts";

type HistoryQuery = Omit<CallArgs<"messages.history">, "conversationId">;

/** What a timeline asks the server, and what has come live meanwhile. */
export interface TimelineQuestions {
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Remembers live entries for answers under way, which may be older. */
  note(entries: readonly Entry[]): void;
  /** Remembers them for the next answer, since they could not be used yet. */
  keep(entries: readonly Entry[]): void;
  /** What came live since the oldest question under way was asked. */
  since(): readonly Entry[];
  /** Entries changed for oneself alone since then. */
  changedSince(): readonly number[];
  changed(seqs: readonly number[]): void;
  /** Remembers live entries until the work is done, also between its questions. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Asks for the entries of which only the server can tell what they look like; soon, or now. */
  refresh(when?: "now"): void;
  reset(): void;
}

interface Shown {
  window(): TimelineWindow | null;
  put(window: TimelineWindow): void;
}

interface QuestionDeps {
  readonly call: Call;
  readonly me: () => PrincipalId | null;
  readonly spread?: (id: ConversationId, work: () => void) => void;
}

/** More than this is not remembered: the hole is found, and filled. */
const maxRemembered = 5_000;

/**
 * Answers and live entries come over different ways, in any order. An answer is a picture of one moment after the
 * question: whatever came live since the question was asked is put onto it once more, which changes nothing where it is
 * in already.
 */
export function createTimelineQuestions(id: ConversationId, deps: QuestionDeps, shown: Shown): TimelineQuestions {
  let remembered: Entry[] = [];
  let changedSeqs: number[] = [];
  let underWay = 0;
  let era = 0;
  let scheduled = false;
  let refreshing = false;

  function keep(entries: readonly Entry[]): void {
    if (remembered.length < maxRemembered) remembered = [...remembered, ...entries];
  }

  async function during<T>(work: () => Promise<T>): Promise<T> {
    const own = era;
    underWay += 1;
    try {
      return await work();
    } finally {
      if (own === era) underWay -= 1;
      // Whoever waits for the answer uses them in this turn.
      if (own === era && underWay === 0) queueMicrotask(() => queueMicrotask(forget));
    }
  }

  function forget(): void {
    if (underWay > 0) return;
    remembered = [];
    changedSeqs = [];
  }

  /** The next of the stale entries; what could not be asked stays stale until the next occasion. */
  async function ask(): Promise<void> {
    const own = era;
    const seqs = (shown.window()?.stale ?? []).slice(0, limits.entriesPerGet);
    if (refreshing || seqs.length === 0) return;
    refreshing = true;
    const answered = await during(async () => {
      const before = changedSeqs.length;
      const fetched = await deps.call("messages.get", { conversationId: id, seqs });
      const window = shown.window();
      if (own !== era || !window) return false;
      // What changed since the question was asked may not be in the answer, and is asked for once more.
      const now = withFetched(window, seqs, fetched, remembered, deps.me());
      shown.put(withStale(now, changedSeqs.slice(before)));
      return true;
    }).catch(() => false);
    if (own !== era) return;
    refreshing = false;
    if (answered && (shown.window()?.stale ?? []).length > 0) void ask();
  }

  return {
    history: (query) => during(() => deps.call("messages.history", { conversationId: id, ...query })),
    note(entries) {
      if (underWay > 0 || !shown.window()) keep(entries);
    },
    keep,
    since: () => remembered,
    changedSince: () => changedSeqs,
    changed(seqs) {
      if (underWay > 0) changedSeqs = [...changedSeqs, ...seqs];
    },
    during,
    refresh(when) {
      if ((shown.window()?.stale ?? []).length === 0 || (scheduled && when !== "now")) return;
      if (when === "now" || !deps.spread) return void ask();
      scheduled = true;
      const own = era;
      deps.spread(id, () => {
        if (own !== era) return;
        scheduled = false;
        void ask();
      });
    },
    reset() {
      era += 1;
      underWay = 0;
      scheduled = refreshing = false;
      remembered = [];
      changedSeqs = [];
    },
  };
}
