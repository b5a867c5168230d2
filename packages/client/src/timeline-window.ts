import type { CallOutput, Entry } from "@qunxin/protocol";

export type HistoryPage = CallOutput<"messages.history">;

/** So many entries an open timeline holds; the end away from where it grows lets go of the rest. */
export const maxEntries = 2_000;
/** Live entries come one by one: letting go of one for each would move the view each time. */
const liveRoom = 200;

/** A stretch of a conversation without a hole in what the viewer may see. */
export interface TimelineWindow {
  readonly entries: readonly Entry[];
  readonly moreBefore: boolean;
  /** True: newer entries exist that are not here, so news is not appended. */
  readonly moreAfter: boolean;
  /** Everything visible up to this seq and back to the first entry is here. */
  readonly upTo: number;
}

export function windowOf({ entries, moreBefore, moreAfter, lastSeq }: HistoryPage): TimelineWindow {
  const last = entries.at(-1)?.seq ?? 0;
  return { entries, moreBefore, moreAfter, upTo: moreAfter ? last : Math.max(last, lastSeq) };
}

/** The page before the window, put in front. */
export function withOlder(window: TimelineWindow, page: HistoryPage): TimelineWindow {
  const first = window.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = page.entries.filter(({ seq }) => seq < first);
  return keepOldest({ ...window, entries: [...older, ...window.entries], moreBefore: page.moreBefore });
}

/** The page after the window, put behind it. */
export function withNewer(window: TimelineWindow, page: HistoryPage): TimelineWindow {
  const newer = page.entries.filter(({ seq }) => seq > window.upTo);
  const last = newer.at(-1)?.seq ?? window.upTo;
  return keepNewest({
    ...window,
    entries: newer.length ? [...window.entries, ...newer] : window.entries,
    moreAfter: page.moreAfter,
    upTo: page.moreAfter ? last : Math.max(last, page.lastSeq),
  });
}

/** Live entries put behind the window; null when something is missing in between, which must be fetched. */
export function withLive(window: TimelineWindow, entries: readonly Entry[]): TimelineWindow | null {
  if (window.moreAfter) return window;
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const fresh = [...bySeq.values()].filter(({ seq }) => seq > window.upTo).sort((a, b) => a.seq - b.seq);
  if (fresh.length === 0) return window;
  if (fresh.some(({ seq }, index) => seq !== window.upTo + 1 + index)) return null;
  const { entries: kept, moreBefore } = withRoom(window, "After", fresh.length, liveRoom);
  return keepNewest({ ...window, moreBefore, entries: [...kept, ...fresh], upTo: window.upTo + fresh.length });
}

/**
 * The window with room for `count` more on that side: if there is none, the other end lets go of `atOnce` entries. Done
 * before a page is fetched, so that a view never sees rows come at one end and go at the other in one step, which no
 * list can tell from rows that changed.
 */
export function withRoom(
  window: TimelineWindow,
  side: "Before" | "After",
  count: number,
  atOnce = count,
): TimelineWindow {
  const { entries } = window;
  if (entries.length + count <= maxEntries) return window;
  const kept = Math.max(1, maxEntries - Math.max(count, atOnce));
  if (side === "After") return { ...window, entries: entries.slice(-kept), moreBefore: true };
  return { ...window, entries: entries.slice(0, kept), moreAfter: true, upTo: entries[kept - 1]?.seq ?? window.upTo };
}

/** Lets go of the newest beyond `maxEntries`: the window is then away from the live end. */
function keepOldest(window: TimelineWindow): TimelineWindow {
  if (window.entries.length <= maxEntries) return window;
  const entries = window.entries.slice(0, maxEntries);
  return { ...window, entries, moreAfter: true, upTo: entries.at(-1)?.seq ?? window.upTo };
}

/** Lets go of the oldest beyond `maxEntries`. */
function keepNewest(window: TimelineWindow): TimelineWindow {
  if (window.entries.length <= maxEntries) return window;
  return { ...window, entries: window.entries.slice(-maxEntries), moreBefore: true };
}
