import { type ConversationId, type Entry, isAct, type PrincipalId } from "@qunxin/protocol";
import type { CacheChange } from "./cache.ts";
import type { Keeper } from "./keeper.ts";
import { type TimelineWindow, withLive, withoutPurged } from "./timeline-window.ts";
import type { Timing } from "./transport.ts";

/** The newest stretch of conversations opened or active lately, kept on the device. */
export interface Shelf {
  /** What is kept of a conversation; null nothing. */
  read(id: ConversationId): Promise<TimelineWindow | null>;
  /** Keeps the newest of an open timeline, unless it is away from the live end. */
  keep(id: ConversationId, window: TimelineWindow): void;
  /** News of a conversation that no timeline holds. */
  live(id: ConversationId, entries: readonly Entry[]): void;
  /** Entries of a conversation that no timeline holds look different to oneself, e.g. deleted for oneself. */
  changed(id: ConversationId, seqs: readonly number[]): void;
  /** Retention removed everything below that seq. */
  purged(id: ConversationId, firstSeq: number): void;
  /** Removes it at once. */
  drop(id: ConversationId): void;
  /** Reads what there is, for whoever has claimed the cache. */
  restore(): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
  reset(): void;
}

interface Slot {
  /** Characters as JSON. */
  readonly size: number;
  readonly usedAt: number;
}

const keptEntries = 100;
/** All in all, in characters as JSON: some 200 conversations of 100 messages. The longest unused go first. */
const budgetChars = 12_000_000;
const gatherMs = 1_000;

export function createShelf(keeper: Keeper, timing: Timing, me: () => PrincipalId | null): Shelf {
  const slots = new Map<ConversationId, Slot>();
  const windows = new Map<ConversationId, TimelineWindow>();
  const news = new Map<ConversationId, Entry[]>();
  /** Dropped while a flush was under way, which must not bring them back. */
  const dropped = new Set<ConversationId>();
  let cancel: (() => void) | null = null;
  let flushing = Promise.resolve();
  let era = 0;

  function soon(): void {
    cancel ??= timing.after(gatherMs, () => void flush());
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = null;
    flushing = flushing.then(write);
    return flushing;
  }

  async function write(): Promise<void> {
    const own = era;
    const [held, arrived] = [[...windows], [...news]];
    dropped.clear();
    windows.clear();
    news.clear();
    const before = await Promise.all(arrived.map(([id]) => readWindow(id)));
    if (own !== era) return;
    const next = [
      ...held,
      ...arrived.map(([id, entries], at) => [id, withNews(before[at] ?? null, entries, me())] as const),
    ];
    const changes = next.flatMap(([id, window]) => (dropped.has(id) ? [] : changesOf(id, window)));
    await keeper.now([...changes, ...evicted()]);
  }

  function changesOf(id: ConversationId, window: TimelineWindow): CacheChange[] {
    const value = newestOf(window);
    const slot: Slot = { size: JSON.stringify(value).length, usedAt: timing.now() };
    slots.delete(id);
    slots.set(id, slot);
    return [
      { table: "timelines", key: id, value },
      { table: "shelf", key: id, value: slot },
    ];
  }

  function evicted(): CacheChange[] {
    let total = [...slots.values()].reduce((sum, { size }) => sum + size, 0);
    const gone: CacheChange[] = [];
    for (const [id, { size }] of slots) {
      if (total <= budgetChars) break;
      total -= size;
      gone.push(...removalOf(id));
    }
    return gone;
  }

  function removalOf(id: ConversationId): CacheChange[] {
    slots.delete(id);
    return [
      { table: "timelines", key: id },
      { table: "shelf", key: id },
    ];
  }

  const readWindow = (id: ConversationId) => keeper.read<TimelineWindow>("timelines", id);

  return {
    async read(id) {
      if (news.has(id)) await flush();
      return readWindow(id);
    },
    keep(id, window) {
      if (window.moreAfter) return;
      news.delete(id);
      windows.set(id, window);
      soon();
    },
    live(id, entries) {
      news.set(id, [...(news.get(id) ?? []), ...entries]);
      soon();
    },
    changed(id, seqs) {
      flushing = flushing.then(async () => {
        const kept = await readWindow(id);
        if (!kept || dropped.has(id)) return;
        // What they are now is known when the server is asked; until then they are not shown.
        const entries = kept.entries.filter(({ seq }) => !seqs.includes(seq));
        if (entries.length < kept.entries.length) await keeper.now(changesOf(id, { ...kept, entries }));
      });
    },
    purged(id, firstSeq) {
      flushing = flushing.then(async () => {
        const kept = await readWindow(id);
        if (!kept || dropped.has(id)) return;
        const next = withoutPurged(kept, firstSeq);
        if (next !== kept) await keeper.now(changesOf(id, next));
      });
    },
    drop(id) {
      windows.delete(id);
      news.delete(id);
      dropped.add(id);
      void keeper.now(removalOf(id));
    },
    async restore() {
      const own = era;
      const kept = await keeper.readAll<Slot>("shelf");
      if (own !== era) return;
      const byAge = [...kept].sort(([, a], [, b]) => a.usedAt - b.usedAt);
      for (const [id, slot] of byAge) slots.set(id as ConversationId, slot);
    },
    flush,
    reset() {
      era += 1;
      cancel?.();
      cancel = null;
      for (const map of [slots, windows, news]) map.clear();
    },
  };
}

function newestOf(window: TimelineWindow): TimelineWindow {
  if (window.entries.length <= keptEntries) return window;
  return { ...window, entries: window.entries.slice(-keptEntries), moreBefore: true };
}

/** After a gap only what is new is of use: a timeline has no holes. */
function withNews(before: TimelineWindow | null, entries: readonly Entry[], me: PrincipalId | null): TimelineWindow {
  const next = before && withLive(before, entries, me);
  if (next) return next;
  const whole = entries.slice(entries.findLastIndex(({ seq }, at) => entries[at - 1]?.seq !== seq - 1));
  const rows = whole.filter(({ body }) => !isAct(body));
  return { entries: rows, moreBefore: true, moreAfter: false, upTo: whole.at(-1)?.seq ?? 0 };
}
