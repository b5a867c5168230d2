import type { Turn } from "./turn.ts";

/** What is told of a channel when its entries are due to go out. */
export interface Audience {
  /** How many get them. */
  readonly sockets: number;
  /** Whether further messages are about to be stored. */
  readonly more: boolean;
}

/**
 * Lets the entries of a large conversation wait for those about to be stored. To the kernel a write costs as much as a
 * hundred further messages in it (2,000 sockets: 26 ms of CPU with one message, 32 with 23), so it is worth waiting up to
 * as long as the writing would take. Where nothing more is coming, or few listen, nothing waits.
 */
export interface Gathering {
  /** Calls `seal`, now or a little later. */
  due(audience: Audience): void;
  /** It was sealed, for whatever reason. */
  sealed(): void;
}

/** Writing that takes less is not worth waiting for … */
const leastMs = 4;
/** … and what waits longer is felt. */
const longestMs = 50;

export function createGathering(turn: Turn, seal: () => void): Gathering {
  let since = 0;
  let timer: NodeJS.Timeout | null = null;

  function wake(): void {
    timer = null;
    turn.sealLater(seal);
  }

  return {
    due({ sockets, more }) {
      const worthMs = Math.min(longestMs, sockets * turn.writeMs());
      if (!more || worthMs < leastMs) return seal();
      const now = performance.now();
      since ||= now;
      const leftMs = since + worthMs - now;
      if (leftMs <= 0) return seal();
      timer ??= setTimeout(wake, leftMs);
    },
    sealed() {
      since = 0;
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
