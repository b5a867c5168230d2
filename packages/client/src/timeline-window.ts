import { type CallOutput, type Entry, hiddenEntry, isAct, type PrincipalId, threadOf } from "@qunxin/protocol";
import { reduceEntry } from "./entry-reducer.ts";

export type HistoryPage = CallOutput<"messages.history">;

/** So many entries an open timeline holds; the end away from where it grows lets go of the rest. */
export const maxEntries = 2_000;
/** Live entries come one by one: letting go of one for each would move the view each time. */
const liveRoom = 200;

/** A stretch of a conversation without a hole in what the viewer may see. Acts are in its entries, never among them. */
export interface TimelineWindow {
  readonly entries: readonly Entry[];
  readonly moreBefore: boolean;
  /** True: newer entries exist that are not here, so news is not appended. */
  readonly moreAfter: boolean;
  /** Everything visible up to this seq and back to the first entry is here. */
  readonly upTo: number;
  /** What later entries up to this seq have changed of these is in them. Absent: as far as `upTo`. */
  readonly seen?: number;
  /** Seqs of entries here of which only the server can tell what they look like now. */
  readonly stale?: readonly number[];
}

export function windowOf({ entries, moreBefore, moreAfter, lastSeq }: HistoryPage): TimelineWindow {
  const last = entries.at(-1)?.seq ?? 0;
  return { entries, moreBefore, moreAfter, upTo: moreAfter ? last : Math.max(last, lastSeq), seen: lastSeq };
}

/** The page before the window, put in front. `since`: what has come live since it was asked for. */
export function withOlder(
  window: TimelineWindow,
  page: HistoryPage,
  since: readonly Entry[] = [],
  me: PrincipalId | null = null,
): TimelineWindow {
  const first = window.entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = caughtUp(
    page.entries.filter(({ seq }) => seq < first),
    { asOf: page.lastSeq, window, since, me },
  );
  const entries = [...older.entries, ...window.entries];
  return keepOldest(withStale({ ...window, entries, moreBefore: page.moreBefore }, older.stale));
}

/**
 * The page after the window, put behind it. At the live end it was asked for with acts, which change what is here; away
 * from it they come live.
 */
export function withNewer(
  window: TimelineWindow,
  page: HistoryPage,
  since: readonly Entry[] = [],
  me: PrincipalId | null = null,
): TimelineWindow {
  const rows = page.entries.filter(({ seq, body }) => seq > window.upTo && !isAct(body));
  const last = Math.max(page.entries.at(-1)?.seq ?? 0, window.upTo);
  const whole = !window.moreAfter;
  const news = page.entries.filter(({ seq }) => seq > base(window));
  const held = changedBy(window.entries, whole ? news : [], me);
  const newer = caughtUp(rows, { asOf: page.lastSeq, window, since, me });
  const upTo = page.moreAfter ? last : Math.max(last, page.lastSeq);
  const next: TimelineWindow = {
    ...window,
    entries: rows.length ? [...held.entries, ...newer.entries] : held.entries,
    moreAfter: page.moreAfter,
    upTo,
    seen: whole ? upTo : seenOf(window),
  };
  const votes = whole ? anonymousVotes(news, next) : [];
  return keepNewest(withHidden(withStale(next, [...held.stale, ...newer.stale, ...votes]), page.hidden ?? []));
}

/**
 * A page asked for from within the window on: what it tells again is newer than what is held. Null when it does not meet
 * the window, or does not reach the end.
 */
export function withFresh(window: TimelineWindow, page: HistoryPage, after: number): TimelineWindow | null {
  if (page.moreAfter || after > window.upTo) return null;
  const before = window.entries.filter(({ seq }) => seq <= after);
  const fresh = { ...windowOf(page), entries: [...before, ...page.entries], moreBefore: window.moreBefore };
  return withStale(
    fresh,
    before.map(({ seq }) => seq),
  );
}

/**
 * Live entries: rows are put behind the window unless it is away from the live end, whatever changes earlier ones is put
 * into them. Null when something is missing in between, which must be fetched.
 */
export function withLive(
  window: TimelineWindow,
  entries: readonly Entry[],
  me: PrincipalId | null = null,
): TimelineWindow | null {
  const from = base(window);
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  const fresh = [...bySeq.values()].filter(({ seq }) => seq > from).sort((a, b) => a.seq - b.seq);
  const last = fresh.at(-1);
  if (!last) return window;
  if (fresh.some(({ seq }, index) => seq !== from + 1 + index)) return null;
  if (window.moreAfter) {
    const held = changedBy(window.entries, fresh, me);
    return withStale({ ...window, entries: held.entries, seen: last.seq }, held.stale);
  }
  const rows = fresh.filter(({ seq, body }) => seq > window.upTo && !isAct(body));
  const { entries: kept, moreBefore } = withRoom(window, "After", rows.length, liveRoom);
  const held = changedBy([...kept, ...rows], fresh, me);
  const next = { ...window, moreBefore, entries: held.entries, upTo: Math.max(last.seq, window.upTo), seen: last.seq };
  return keepNewest(withStale(next, held.stale));
}

/** The window without what retention removed: nothing below `firstSeq` is there any more. */
export function withoutPurged(window: TimelineWindow, firstSeq: number): TimelineWindow {
  const first = window.entries[0];
  if (!first || first.seq >= firstSeq) return window;
  return { ...window, entries: window.entries.filter(({ seq }) => seq >= firstSeq), moreBefore: false };
}

/** The window with what was asked for again in its place. */
export function withFetched(
  window: TimelineWindow,
  asked: readonly number[],
  fetched: CallOutput<"messages.get">,
  since: readonly Entry[] = [],
  me: PrincipalId | null = null,
): TimelineWindow {
  const now = caughtUp(fetched.entries, { asOf: fetched.lastSeq, window, since, me });
  const found = new Map(now.entries.map((entry) => [entry.seq, entry]));
  const settled = new Set(asked);
  const stale = (window.stale ?? []).filter((seq) => !settled.has(seq));
  const entries = window.entries.map((entry) => found.get(entry.seq) ?? entry);
  return withStale({ ...window, entries, stale }, now.stale);
}

/** The window knowing that these of its entries must be asked for again. */
export function withStale(window: TimelineWindow, seqs: readonly number[]): TimelineWindow {
  if (seqs.length === 0) return window;
  const held = new Set(window.entries.map(({ seq }) => seq));
  const stale = new Set([...(window.stale ?? []), ...seqs].filter((seq) => held.has(seq)));
  return { ...window, stale: [...stale] };
}

/** Nobody knows what has become of all this since: everything is to be asked for again, as of `seq`. */
export function withEverythingStale(window: TimelineWindow, seq: number): TimelineWindow {
  const stale = window.entries.filter(({ body }) => body.kind === "message").map((entry) => entry.seq);
  return withStale({ ...window, seen: Math.max(seq, seenOf(window)) }, stale);
}

/** From where on news must follow without a gap. */
export function base(window: TimelineWindow): number {
  return window.moreAfter ? seenOf(window) : Math.min(seenOf(window), window.upTo);
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
  return withoutNewest(window, kept);
}

function seenOf({ seen, upTo }: TimelineWindow): number {
  return seen ?? upTo;
}

/**
 * Entries as they were at `asOf`, brought to where the window is by what came live since: all of it, or they are to be
 * asked for again. What is newer than the window will come.
 */
function caughtUp(
  entries: readonly Entry[],
  {
    asOf,
    window,
    since,
    me,
  }: { asOf: number; window: TimelineWindow; since: readonly Entry[]; me: PrincipalId | null },
): { entries: readonly Entry[]; stale: number[] } {
  const seen = seenOf(window);
  if (asOf >= seen) return { entries, stale: [] };
  const missed = new Map(since.filter(({ seq }) => seq > asOf && seq <= seen).map((entry) => [entry.seq, entry]));
  if (missed.size < seen - asOf) return { entries, stale: entries.map(({ seq }) => seq) };
  return changedBy(
    entries,
    [...missed.values()].sort((a, b) => a.seq - b.seq),
    me,
  );
}

/** What later entries make of these, and which of these must be asked for again. */
function changedBy(
  entries: readonly Entry[],
  news: readonly Entry[],
  me: PrincipalId | null,
): { entries: readonly Entry[]; stale: number[] } {
  const changes = news.filter(({ body }) => isAct(body) || threadOf(body) !== undefined);
  if (changes.length === 0 || entries.length === 0) return { entries, stale: [] };
  const stale: number[] = [];
  const places = placesOf(entries);
  const next = [...entries];
  for (const change of changes) {
    for (const place of places(change)) {
      const now = next[place] as Entry;
      const after = reduceEntry(now, change, me);
      if (after === "fetch") stale.push(now.seq);
      else next[place] = after;
    }
  }
  return { entries: next.some((entry, place) => entry !== entries[place]) ? next : entries, stale };
}

/** Where the entries stand that a change may concern: its target, and what quotes a recalled one. */
function placesOf(entries: readonly Entry[]): (change: Entry) => number[] {
  const bySeq = new Map(entries.map(({ seq }, place) => [seq, place]));
  return ({ body }) => {
    const target = isAct(body) ? body.target : threadOf(body);
    const place = target === undefined ? undefined : bySeq.get(target);
    const quoting = body.kind === "message_recalled" ? quotesOf(entries, body.target) : [];
    return place === undefined ? quoting : [place, ...quoting];
  };
}

function quotesOf(entries: readonly Entry[], target: number): number[] {
  return entries.flatMap(({ body }, place) => (body.kind === "message" && body.replyTo?.seq === target ? [place] : []));
}

/** Votes of nobody in particular may be one's own, given on another device. */
function anonymousVotes(news: readonly Entry[], { entries }: TimelineWindow): number[] {
  const held = new Set(entries.map(({ seq }) => seq));
  return news.flatMap(({ body, by }) =>
    body.kind === "poll_voted" && by === null && held.has(body.target) ? [body.target] : [],
  );
}

function withHidden(window: TimelineWindow, hidden: readonly number[]): TimelineWindow {
  if (hidden.length === 0) return window;
  const gone = new Set(hidden);
  return { ...window, entries: window.entries.map((entry) => (gone.has(entry.seq) ? hiddenEntry(entry) : entry)) };
}

/** Lets go of the newest beyond `maxEntries`: the window is then away from the live end. */
function keepOldest(window: TimelineWindow): TimelineWindow {
  return window.entries.length <= maxEntries ? window : withoutNewest(window, maxEntries);
}

function withoutNewest(window: TimelineWindow, kept: number): TimelineWindow {
  const entries = window.entries.slice(0, kept);
  return { ...window, entries, moreAfter: true, upTo: entries.at(-1)?.seq ?? window.upTo, seen: base(window) };
}

/** Lets go of the oldest beyond `maxEntries`. */
function keepNewest(window: TimelineWindow): TimelineWindow {
  if (window.entries.length <= maxEntries) return window;
  return { ...window, entries: window.entries.slice(-maxEntries), moreBefore: true };
}
