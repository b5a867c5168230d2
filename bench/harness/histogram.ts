/**
 * Times by size, in buckets one percent wide: as small for millions as for ten, and summed between processes.
 * Index n counts times from 1.01^n to 1.01^(n+1) microseconds.
 */
export type Histogram = number[];

const step = Math.log(1.01);

export function count(histogram: Histogram, microseconds: number): void {
  const index = Math.max(0, Math.floor(Math.log(Math.max(1, microseconds)) / step));
  histogram[index] = (histogram[index] ?? 0) + 1;
}

/** Milliseconds that `part` (0 to 1) of all times stay below; NaN where nothing was timed. */
export function percentileMs(histogram: Histogram, part: number): number {
  const total = histogram.reduce((sum, times) => sum + (times ?? 0), 0);
  let wanted = Math.ceil(total * part);
  for (let index = 0; index < histogram.length; index++) {
    wanted -= histogram[index] ?? 0;
    if (wanted <= 0 && histogram[index]) return Math.exp((index + 0.5) * step) / 1_000;
  }
  return Number.NaN;
}
