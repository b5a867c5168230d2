import { performance } from "node:perf_hooks";

// The machine's monotonic clock, the same in every process, read without the price of a bigint each time.
const offset = Number(process.hrtime.bigint()) / 1_000 - performance.now() * 1_000;

/** Whole microseconds since some moment that all processes of this machine share. */
export function microseconds(): number {
  return Math.floor(offset + performance.now() * 1_000);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

/** CPU seconds of this process since `before`. */
export function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
