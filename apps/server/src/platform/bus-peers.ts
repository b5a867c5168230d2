import type { Log } from "./log.ts";

export interface PeersDeps {
  /** Says something, since nothing was said for a while. */
  readonly beat: () => void;
  /** A process was not heard of any more: it died, or is cut off, and what it said last may not have come. */
  readonly lost: () => void;
  /** Somebody was heard for the first time: what was said before did not reach them. */
  readonly met: (id: string) => void;
  readonly log: Pick<Log, "warn">;
}

/** Who else is there, told by what comes from them. */
export interface Peers {
  heard(from: string, bye: boolean): void;
  /** This process said something. */
  said(): void;
  /** Whether there is anybody to speak to. */
  any(): boolean;
  stop(): void;
}

const beatEveryMs = 2_000;
/** Beats missed before a process counts as gone. A wrong guess costs a look into the store. */
const missed = 4;

export function createPeers({ beat, lost, met, log }: PeersDeps): Peers {
  /** Beats of ours since they were heard. */
  const silentFor = new Map<string, number>();
  let silent = true;

  const timer = setInterval(() => {
    for (const [id, beats] of silentFor) {
      silentFor.set(id, beats + 1);
      if (beats < missed) continue;
      silentFor.delete(id);
      log.warn({ process: id }, "a process of this installation is not heard of any more");
      lost();
    }
    if (silent) beat();
    silent = true;
  }, beatEveryMs).unref();

  return {
    heard(from, bye) {
      const known = silentFor.has(from);
      if (bye) silentFor.delete(from);
      else silentFor.set(from, 0);
      if (!known && !bye) met(from);
    },
    said() {
      silent = false;
    },
    any: () => silentFor.size > 0,
    stop: () => clearInterval(timer),
  };
}
