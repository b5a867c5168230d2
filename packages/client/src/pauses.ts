import { type ErrorCode, Failure } from "@qunxin/protocol";
import { type Timing, Unreachable } from "./transport.ts";

const passing: ReadonlySet<ErrorCode> = new Set([
  "server/busy",
  "server/disk_full",
  "server/stopping",
  "server/unexpected",
  "request/rate_limited",
]);

/** Whether the same call may work later without anybody doing anything. */
export function passes(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Failure && passing.has(error.code));
}

/** Pauses between tries, which all end when the network is known to be back. */
export interface Pauses {
  after(tries: number): Promise<void>;
  end(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;

export function createPauses(timing: Timing): Pauses {
  const sleepers = new Set<() => void>();
  return {
    after(tries) {
      const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 8));
      return new Promise((wake) => {
        const end = () => {
          cancel();
          sleepers.delete(end);
          wake();
        };
        const cancel = timing.after(ms * (0.5 + timing.random() / 2), end);
        sleepers.add(end);
      });
    },
    end() {
      for (const end of [...sleepers]) end();
    },
  };
}
