import type { Reading } from "../../platform/database.ts";
import { type Bucket, readBuckets, readGenerations, topOf } from "./generation-store.ts";
import type { Plan } from "./plan.ts";
import { type Candidate, readCandidates, readRare } from "./query-store.ts";

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
  /** The most of one step. */
  readonly most: number;
  readonly withText: boolean;
}

const maxAtOnce = 8;
/** Of what has more hits in the newest buckets a few more buckets hold enough, and reading all of them would cost more. */
const hardlyAny = 2;
/** How much more is read than would hold enough if hits were spread evenly. */
const room = 1.3;
/** A search that takes longer answers what it has; the next page goes on from there. */
const budgetMs = 1_500;

/** The number above all rows of the active generation, its buckets, and its name for cursors; null: none is there yet. */
export async function readActive(
  reading: Reading,
): Promise<{ generation: number; top: number; buckets: Bucket[] } | null> {
  const active = (await readGenerations(reading)).find((generation) => generation.active);
  if (!active) return null;
  return { generation: active.generation, top: topOf(active), buckets: await readBuckets(reading, active) };
}

/**
 * Looks at the newest messages, then into the newest bucket and the next, then into all for what is rare; else into two,
 * four and eight at a time, until there are enough.
 */
export async function gather(
  reading: Reading,
  plan: Plan,
  buckets: readonly Bucket[],
  options: GatherOptions,
): Promise<Gathered> {
  const { enough, most } = options;
  const candidates: Candidate[] = [];
  const startedAt = performance.now();
  let numbers = 0;
  const steps = stepsOf(plan, buckets, options.below);
  const firstWide = steps.find(({ wide }) => wide);
  for (const step of steps) {
    const rare = step === firstWide && candidates.length <= hardlyAny;
    const rest = rare ? await readRest(reading, plan, steps, { ...options, to: step.to }) : null;
    if (rest) return { candidates: [...candidates, ...rest], reached: endOf(rest, most) };
    const rows = await readStep(reading, plan, step, { ...options, density: candidates.length / Math.max(numbers, 1) });
    candidates.push(...rows);
    numbers += step.to - step.from;
    if (rows.length === most) return { candidates, reached: endOf(rows, most) };
    const late = performance.now() - startedAt > budgetMs;
    if ((candidates.length >= enough || late) && !step.last) return { candidates, reached: step.from };
  }
  return { candidates, reached: null };
}

/** All that is left, if what is asked for is rare. */
async function readRest(
  reading: Reading,
  { conditions }: Plan,
  steps: readonly Step[],
  { most, withText, to }: GatherOptions & { to: number },
): Promise<Candidate[] | null> {
  const { tokens } = conditions;
  if (tokens === null) return null;
  return readRare(reading, { ...conditions, tokens }, { from: steps.at(-1)?.from ?? 0, to, limit: most, withText });
}

/** The number from which on all was seen, where a statement answered as many as it might; else null. */
function endOf(rows: readonly Candidate[], most: number): number | null {
  return rows.length === most ? (rows.at(-1)?.n ?? null) : null;
}

/**
 * The newest of a step, as one statement over all of it would answer them. Where what was seen so far says that a part of
 * it holds enough, only that is read, else a part twice as large: PostgreSQL fetches all that fits before it sorts.
 */
async function readStep(
  reading: Reading,
  plan: Plan,
  { from: end, to: start, bare }: Step,
  { most, withText, density }: GatherOptions & { density: number },
): Promise<Candidate[]> {
  const conditions = bare ? { ...plan.conditions, tokens: null } : plan.conditions;
  const rows: Candidate[] = [];
  let width = density > 0 ? Math.ceil((most / density) * room) : Infinity;
  for (let to = start; to > end && rows.length < most; width *= 2) {
    // To find a third of what a bucket has costs nearly as much as to find all.
    const from = to - end <= width * 3 ? end : to - width;
    rows.push(...(await readCandidates(reading, conditions, { from, to, limit: most - rows.length, withText })));
    to = from;
  }
  return rows;
}

interface Step {
  readonly from: number;
  readonly to: number;
  /** Without the token index. */
  readonly bare: boolean;
  /** Of several buckets. */
  readonly wide: boolean;
  readonly last: boolean;
}

function stepsOf({ conditions, stretchRows }: Plan, all: readonly Bucket[], below: number): Step[] {
  const buckets = all.filter((bucket) => bucket.first < below && overlaps(bucket, conditions.since, conditions.until));
  const steps: Step[] = [];
  let to = below;
  const newest = buckets[0];
  if (stretchRows > 0 && newest) {
    const from = Math.max(newest.first, Math.min(newest.end, below) - stretchRows);
    steps.push({ from, to, bare: true, wide: false, last: false });
    to = from;
  }
  // Without any token every row is read: one bucket at a time, so that the time is looked at in between.
  const most = conditions.tokens === null ? 1 : maxAtOnce;
  for (let at = 0, size = 1; at < buckets.length; size = Math.min(at === 1 ? 1 : size * 2, most)) {
    at = Math.min(at + size, buckets.length);
    const from = buckets[at - 1]?.first ?? 0;
    if (from < to) steps.push({ from, to, bare: false, wide: size > 1, last: false });
    to = Math.min(to, from);
  }
  return steps.map((step, index) => ({ ...step, last: index === steps.length - 1 }));
}

function overlaps({ fromAt, toAt }: Bucket, since: Date | null, until: Date | null): boolean {
  if (!fromAt || !toAt) return false;
  return (!since || toAt >= since) && (!until || fromAt < until);
}
