import type { ConversationId } from "@qunxin/protocol";

/** Shared frames of one conversation, as a device sees them that fell behind: by number, in the order they were made. */
export interface Backlog {
  readonly id: ConversationId;
  /** Somebody falls behind: until `release`, frames are kept as far as there is room. */
  hold(): void;
  release(): void;
  /** The frame of that number; "gone" when the ring has moved on, "none" when there is none yet. */
  frame(number: number): Buffer | "gone" | "none";
  /** Seq of the last entry that was handed out. */
  lastSeq(): number;
}

export interface Ring extends Backlog {
  /** Takes the next frame in, whose last entry has that seq; answers its number. */
  push(frame: Buffer, lastSeq: number): number;
  /** To be called when everybody was handed what was pushed: nothing is kept for nobody. */
  tidy(): void;
  /** Nothing that was pushed so far may be handed out from here any more. */
  clear(): void;
  /** The same, and entries up to that seq never come. */
  lose(lastSeq: number): void;
}

export interface RingLimits {
  /** Kept for one conversation. */
  readonly ringBytes: number;
  /** Kept for all of them. */
  readonly ringsBytes: number;
}

export const ringLimits: RingLimits = { ringBytes: 1024 * 1024, ringsBytes: 64 * 1024 * 1024 };

/** Rings that share one bound on memory. The oldest frames make room; past the common bound, all of a ring's own. */
export function createRings({ ringBytes, ringsBytes }: RingLimits): (id: ConversationId) => Ring {
  let total = 0;
  return (id) => {
    let frames: Buffer[] = [];
    let bytes = 0;
    /** Number of the oldest frame kept. */
    let first = 0;
    let last = 0;
    let holders = 0;

    function clear(): void {
      first += frames.length;
      frames = [];
      total -= bytes;
      bytes = 0;
    }

    function dropOldest(): void {
      const size = frames.shift()?.length ?? 0;
      first += 1;
      bytes -= size;
      total -= size;
    }

    const tidy = () => {
      if (holders === 0 && frames.length > 0) clear();
    };

    return {
      id,
      hold() {
        holders += 1;
      },
      release() {
        holders -= 1;
        tidy();
      },
      frame(number) {
        if (number < first) return "gone";
        return frames[number - first] ?? "none";
      },
      lastSeq: () => last,
      push(frame, lastSeq) {
        frames.push(frame);
        last = lastSeq;
        bytes += frame.length;
        total += frame.length;
        const number = first + frames.length - 1;
        while (bytes > ringBytes && frames.length > 0) dropOldest();
        if (total > ringsBytes) clear();
        return number;
      },
      tidy,
      clear,
      lose(lastSeq) {
        clear();
        last = Math.max(last, lastSeq);
      },
    };
  };
}
