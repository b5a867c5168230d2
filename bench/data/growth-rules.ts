import type { Row } from "../harness/scenario.ts";
import type { Times } from "./caller.ts";

/** One cost at one size. */
export interface Measurement extends Times {
  readonly what: string;
  readonly size: number;
  /** Work on everybody: its cost is looked at per person. */
  readonly perItem?: boolean;
}

/** Noise of a shared machine: a cost may be this many times what the logarithm allows, or so many milliseconds more. */
const tolerance = 1.5;
const noiseMs = 5;
/** The same for what has levelled off, from the size before the largest to the largest. */
const lastTolerance = 1.1;

/**
 * How a cost grew from the smallest size to the largest, per tenfold. The logarithm of the size grows from 4 to 7 from
 * ten thousand to ten millions; a cost that grew by more than that, beyond the noise, in time as well as in CPU, grew
 * faster than the logarithm. But for one that is bounded: few messages may hold less than a page or a count takes. It has
 * levelled off if from the last size but one it grew no faster in either, nearly without a tolerance.
 */
export function growthOf(what: string, sizes: readonly Measurement[]): Row[] {
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (!first || !last || first === last) return [];
  const tenfolds = Math.log10(last.size / first.size);
  const allowed = (Math.log(last.size) / Math.log(first.size)) * tolerance;
  const grew = (of: (cost: Measurement) => number) => {
    const cost = (one: Measurement) => (one.perItem ? of(one) / one.size : of(one));
    const noise = first.perItem ? 0 : noiseMs;
    return {
      times: cost(last) / cost(first),
      slow: cost(last) <= cost(first) * allowed || cost(last) - cost(first) <= noise,
    };
  };
  const [time, cpu] = [grew(({ p50Ms }) => p50Ms), grew(({ cpuMs }) => cpuMs)];
  const slow = time.slow || cpu.slow;
  const level = !slow && hasLevelledOff(sizes);
  return [
    {
      what: `${what}: growth per tenfold`,
      value: time.times ** (1 / tenfolds),
      unit: "×",
      goals: [{ text: "no faster than the logarithm", met: slow || level }],
      note: `${(cpu.times ** (1 / tenfolds)).toPrecision(2)}× in CPU${level ? ", levels off" : ""}`,
    },
  ];
}

function hasLevelledOff(sizes: readonly Measurement[]): boolean {
  const [before, last] = sizes.slice(-2);
  if (sizes.length < 3 || !before || !last || last.perItem) return false;
  const allowed = (Math.log(last.size) / Math.log(before.size)) * lastTolerance;
  return last.p50Ms <= before.p50Ms * allowed && last.cpuMs <= before.cpuMs * allowed;
}
