import type { Timing } from "./transport.ts";

const firstPauseMs = 400;
const longestPauseMs = 15_000;

/** How long to wait after so many failures in a row: growing, bounded, and different from client to client. */
export function pauseAfter(failures: number, timing: Timing): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10));
  return pause * (0.5 + timing.random() / 2);
}
