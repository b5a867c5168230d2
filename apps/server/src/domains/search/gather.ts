import type { Reading } from "../../platform/database.ts";
import type { Bucket } from "./generation-store.ts";
import type { Plan } from "./plan.ts";
import { type Candidate, readCandidates, readNewest, readStretch } from "./query-store.ts";

export interface Gathered {
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Everything below `reached` is still unseen; null: all was seen. */
  readonly reached: number | null;
}

export interface GatherOptions {
  /** Numbers below this one only. */
  readonly below: number;
  /** As soon as there are this many, no further buckets are looked into. */
  readonly enough: number;
  /** No more than these are gathered. */
  readonly most: number;
  readonly withText: boolean;
}

/** New ones, or one that was made of so many. */
const maxAtOnce = 8;
/** Of what has more hits in two buckets a few more buckets hold enough. */
const hardlyAny = 8;
/** So many hits, whosever they are, are few: to read them costs as much as to plan looks into twenty buckets. */
const few = 129;
/** How much more is read than would hold enough if hits were spread evenly. */
const room = 1.3;
/** A search that takes longer answers what it has; the next page goes on from there. */
const budgetMs = 1_500;

/**
 * Looks at the newest messages first. What stands in none of them, or what they are not looked at for, is then looked for in
 * all buckets until a few hits were met. Else, and from there on: in the newest bucket and the next, then in two, four and
 * eight at a time, until there are enough.
 */
export async function gather(
  reading: Reading,
  plan: Plan,
  all: readonly Bucket[],
  options: GatherOptions,
): Promise<Gathered> {
  const { conditions, ownTokens } = plan;
  const buckets = all.filter((bucket) => bucket.first < options.below && overlaps(bucket, conditions));
  const [newest] = buckets;
  if (!newest) return { candidates: [], reached: null };
  const gathering = createGathering(Math.min(options.below, newest.end), options);
  const { take } = gathering;
  const page = () => ({ limit: options.most - gathering.count(), withText: options.withText });
  let looked = false;

  async function lookEverywhere(tokens: string | null): Promise<Gathered | null> {
    if (tokens === null || looked) return null;
    looked = true;
    // In one conversation all hits are the viewer's own but for those of before they came.
    const hits = conditions.conversationId ? options.enough : few;
    const found = await readNewest(reading, conditions, { tokens, below: gathering.below(), hits, ...page() });
    return take(found.candidates, found.hits < hits ? null : found.oldest);
  }

  const stretch = stretchOf(plan, buckets, gathering.below());
  let unheardOf = true;
  if (stretch) {
    const { hits, candidates } = await readStretch(reading, conditions, { ...stretch, ...page() });
    const done = take(candidates, stretch.last ? null : stretch.from);
    if (done) return done;
    unheardOf = hits === 0;
  }
  const atOnce = unheardOf ? await lookEverywhere(ownTokens) : null;
  if (atOnce) return atOnce;
  for (const step of stepsOf(plan, buckets, gathering.below())) {
    const rest = step.wide && gathering.count() <= hardlyAny ? await lookEverywhere(conditions.tokens) : null;
    if (rest) return rest;
    const to = gathering.below();
    if (step.from >= to) continue;
    const rows = await readStep(reading, plan, { from: step.from, to }, { ...page(), seen: gathering.seen() });
    const done = take(rows, step.last ? null : step.from);
    if (done) return done;
  }
  return gathering.end();
}

/** What was found so far, of all numbers from `below` on. */
function createGathering(top: number, { enough, most }: GatherOptions) {
  const startedAt = performance.now();
  const candidates: Candidate[] = [];
  let below = top;
  return {
    below: () => below,
    count: () => candidates.length,
    seen: () => ({ hits: candidates.length, numbers: top - below }),
    /** Takes what one statement found down to `from`; null: down to the last. Answers the whole if nothing is left to do. */
    take(rows: readonly Candidate[], from: number | null): Gathered | null {
      candidates.push(...rows);
      below = from ?? below;
      if (candidates.length === most) return { candidates, reached: candidates.at(-1)?.n ?? null };
      if (from === null) return { candidates, reached: null };
      const late = performance.now() - startedAt > budgetMs;
      return candidates.length >= enough || late ? { candidates, reached: from } : null;
    },
    end: (): Gathered => ({ candidates, reached: null }),
  };
}

/**
 * The newest of a step, as one statement over all of it would answer them. Where what was seen so far says that a part of
 * it holds enough, only that is read, and then as much again as is lacking: PostgreSQL fetches all that fits before it sorts.
 */
async function readStep(
  reading: Reading,
  { conditions }: Plan,
  { from: end, to: start }: { from: number; to: number },
  { limit, withText, seen }: { limit: number; withText: boolean; seen: { hits: number; numbers: number } },
): Promise<Candidate[]> {
  const rows: Candidate[] = [];
  for (let to = start; to > end && rows.length < limit; ) {
    const lacking = limit - rows.length;
    const density = (seen.hits + rows.length) / Math.max(seen.numbers + start - to, 1);
    const width = density > 0 ? Math.ceil((lacking / density) * room) : Infinity;
    // To find a third of what is left costs nearly as much as to find all.
    const from = to - end <= width * 3 ? end : to - width;
    rows.push(...(await readCandidates(reading, conditions, { from, to, limit: lacking, withText })));
    to = from;
  }
  return rows;
}

/** The newest messages, looked at without the token index; null where they are not. */
function stretchOf({ stretchRows }: Plan, buckets: readonly Bucket[], to: number) {
  const [newest, next] = buckets;
  if (stretchRows === 0 || !newest) return null;
  const from = Math.max(newest.first, to - stretchRows);
  return { from, to, last: from === newest.first && !next };
}

interface Step {
  readonly from: number;
  /** Of several buckets. */
  readonly wide: boolean;
  readonly last: boolean;
}

/** How far each further statement reads down, from `below` on. Old buckets are as large as several new ones. */
function stepsOf({ conditions }: Plan, all: readonly Bucket[], below: number): Step[] {
  const buckets = all.filter(({ first }) => first < below);
  const [newest] = buckets;
  if (!newest) return [];
  const unit = newest.end - newest.first;
  // Without any token every row is read: one bucket at a time, so that the time is looked at in between.
  const most = conditions.tokens === null ? unit : unit * maxAtOnce;
  const steps: Step[] = [];
  for (let at = 0, size = unit; at < buckets.length; size = Math.min(at === 1 ? unit : size * 2, most)) {
    let taken = 0;
    do {
      const { first, end } = buckets[at] as Bucket;
      taken += end - first;
      at += 1;
    } while (at < buckets.length && taken + widthOf(buckets[at]) <= size);
    steps.push({ from: buckets[at - 1]?.first ?? 0, wide: taken > unit, last: at === buckets.length });
  }
  return steps;
}

function widthOf(bucket: Bucket | undefined): number {
  return bucket ? bucket.end - bucket.first : 0;
}

function overlaps({ fromAt, toAt }: Bucket, { since, until }: Plan["conditions"]): boolean {
  if (!fromAt || !toAt) return false;
  return (!since || toAt >= since) && (!until || fromAt < until);
}
