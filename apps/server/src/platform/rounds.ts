import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "./log.ts";

/**
 * Does what has come due, again and again: at once while there was something, else every `restMs`. What it throws is
 * logged, and tried again with the next round. Any number of processes may run it, if the work locks what it takes.
 */
export function startRounds(
  name: string,
  work: () => Promise<number>,
  { restMs, log }: { restMs: number; log: Pick<Log, "warn"> },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const done = await work().catch((err) => {
        log.warn({ err, work: name }, "a round of due work failed");
        return 0;
      });
      if (done === 0) await delay(restMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const ended = run();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
