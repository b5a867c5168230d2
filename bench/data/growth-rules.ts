import type { Row } from "../harness/scenario.ts";

/** One cost at one size. */
export interface Measurement {
  readonly what: string;
  readonly size: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Work on everybody: its cost is looked at per person. */
  readonly perItem?: boolean;
}

/** Noise of a shared machine: a cost may be this many times what the logarithm allows, or so many milliseconds more. */
const tolerance = 1.5;
const noiseMs = 5;

/**
 * How a cost grew from the smallest size to the largest, per tenfold. The logarithm of the size grows from 4 to 7 from
 * ten thousand to ten millions; a cost that grew by more than that, beyond the noise, grew faster than the logarithm.
 */
export function growthOf(what: string, sizes: readonly Measurement[]): Row[] {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last || first === last) return [];
  const cost = ({ p50Ms, size, perItem }: Measurement) => (perItem ? p50Ms / size : p50Ms);
  const times = cost(last) / cost(first);
  const tenfolds = Math.log10(last.size / first.size);
  const allowed = (Math.log(last.size) / Math.log(first.size)) * tolerance;
  const noise = first.perItem ? 0 : noiseMs;
  const met = times <= allowed || cost(last) - cost(first) <= noise;
  return [
    {
      what: `${what}: growth per tenfold`,
      value: times ** (1 / tenfolds),
      unit: "×",
      goals: [{ text: "no faster than the logarithm", met }],
    },
  ];
}
