import { AsyncLocalStorage } from "node:async_hooks";

/** The only source of time. Tests pass one they can move. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands until moved; for tests of windows and expiry. */
export function movableClock(start: Date): Clock & { moveBy(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    moveBy(ms) {
      at += ms;
    },
  };
}

/** A clock by which some work can run as if it were another moment: for history that is loaded from elsewhere. */
export function travellingClock(base: Clock): Clock & { during<T>(moment: Date, work: () => Promise<T>): Promise<T> } {
  const elsewhere = new AsyncLocalStorage<Date>();
  return {
    now: () => elsewhere.getStore() ?? base.now(),
    during: (moment, work) => elsewhere.run(moment, work),
  };
}
