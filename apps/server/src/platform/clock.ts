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
