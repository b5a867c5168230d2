/** Knows whether senders wait longer than they should, so that work nobody waits for can make room. */
export interface Strain {
  /** The longest that a message of a batch waited until it was stored, at that moment by `performance.now()`. */
  note(waitedMs: number, now: number): void;
  /** Whether senders wait now; not for longer than half a minute at a stretch, or what makes room never got its turn. */
  strained(now: number): boolean;
}

/** A sender waits this long only when more is sent than is stored, or something else holds the machine. */
const longMs = 25;
/** News of a batch is good for that long. */
const freshMs = 250;
const stretchMs = 30_000;
/** Without a long wait for that time a stretch has ended. */
const pauseMs = 1_000;

export function createStrain(): Strain {
  let lastLong = -Infinity;
  let began = -Infinity;
  return {
    note(waitedMs, now) {
      if (waitedMs < longMs) return;
      if (now - lastLong > pauseMs) began = now;
      lastLong = now;
    },
    strained: (now) => now - lastLong < freshMs && now - began < stretchMs,
  };
}
