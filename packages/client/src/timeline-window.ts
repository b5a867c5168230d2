import type { CallOutput, Entry } from "@qunxin/protocol";

export type HistoryPage = CallOutput<"messages.history">;

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
  return { ...window, entries: [...older, ...window.entries], moreBefore: page.moreBefore };
}

/** The page after the window, put behind it. */
export function withNewer(window: TimelineWindow, page: HistoryPage): TimelineWindow {
  const newer = page.entries.filter(({ seq }) => seq > window.upTo);
  const last = newer.at(-1)?.seq ?? window.upTo;
  return {
    ...window,
    entries: newer.length ? [...window.entries, ...newer] : window.entries,
    moreAfter: page.moreAfter,
    upTo: page.moreAfter ? last : Math.max(last, page.lastSeq),
  };
}

/** Live entries put behind the window; null when something is missing in between, which must be fetched. */
export function withLive(window: TimelineWindow, entries: readonly Entry[]): TimelineWindow | null {
  if (window.moreAfter) return window;
  const fresh = entries.filter(({ seq }) => seq > window.upTo);
  const [first] = fresh;
  if (!first) return window;
  if (first.seq !== window.upTo + 1) return null;
  return { ...window, entries: [...window.entries, ...fresh], upTo: fresh.at(-1)?.seq ?? window.upTo };
}
