/** Knows whether people send, and whether they wait longer than they should, so that work nobody waits for makes room. */
export interface Strain {
  /** The longest that a message of a batch waited until it was stored, at that moment by `performance.now()`. */
  note(waitedMs: number, now: number): void;
  /**
   * How many times as long as it worked such work should rest: 0 while nobody sends, 1 while people do, 6 while they wait.
   * The last not for longer than half a minute at a stretch, or what makes room never got its turn.
   */
  restFactor(now: number): number;
}

const [whileSending, whileWaiting] = [1, 6];
/**
 * A sender waits this long only when more is sent than is stored; half as long is common on a slow machine, and made the
 * search lag by three seconds at 500 messages a second.
 */
const longMs = 50;
/** News of a batch is good for that long. */
const freshMs = 250;
const stretchMs = 30_000;
/** Without a long wait for that time a stretch has ended. */
const pauseMs = 1_000;

export function createStrain(): Strain {
  let last = -Infinity;
  let lastLong = -Infinity;
  let began = -Infinity;
  return {
    note(waitedMs, now) {
      last = now;
      if (waitedMs < longMs) return;
      if (now - lastLong > pauseMs) began = now;
      lastLong = now;
    },
    restFactor(now) {
      if (now - lastLong < freshMs && now - began < stretchMs) return whileWaiting;
      return now - last < freshMs ? whileSending : 0;
    },
  };
}
