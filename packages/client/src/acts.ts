import { type CallInput, type CallName, type CallOutput, Failure } from "@qunxin/protocol";
import { createPauses, passes } from "./pauses.ts";
import type { Timing } from "./transport.ts";

/** An idempotent act of one's own that is done as soon as it can be. */
export interface Act<N extends CallName = CallName> {
  /** What it is about: a later act under the same key takes the place of one that waits. */
  readonly key: string;
  readonly name: N;
  readonly input: CallInput<N>;
  readonly order: number;
}

export interface Acts {
  /**
   * Resolves with the answer; with null when it has to wait for the network or a later act took its place. Rejects when
   * the server refuses it.
   */
  do<N extends CallName>(key: string, name: N, input: CallInput<N>): Promise<CallOutput<N> | null>;
  /** What waits or is being done under that key. */
  waiting<N extends CallName>(key: string, name: N): CallInput<N> | null;
  drop(key: string): void;
  /** Acts of an earlier life of this page, or of a tab that is gone. */
  restore(acts: readonly Act[]): void;
  wake(): void;
  reset(): void;
}

export interface ActsDeps {
  /** Makes the call of an act. */
  readonly perform: (act: Act) => Promise<CallOutput<CallName>>;
  readonly timing: Timing;
  /** Whether it is certain in whose name they are done. */
  readonly sends: () => boolean;
  /** Keeps an act, or forgets the one under that key. Resolves once it outlives the page, or cannot. */
  readonly keep: (key: string, act: Act | null) => Promise<void>;
  /** What came of an act, also of one from an earlier life. */
  readonly finished: (act: Act, outcome: CallOutput<CallName> | Failure) => void;
}

interface Waiter {
  done(output: CallOutput<CallName> | null): void;
  failed(error: Failure): void;
}

/** Does acts one after the other, oldest first; what passes by itself is tried again, also in the page's next life. */
export function createActs({ perform, timing, sends, keep, finished }: ActsDeps): Acts {
  const acts = new Map<string, Act>();
  const waiters = new Map<Act, Waiter>();
  const pauses = createPauses(timing);
  let lastOrder = 0;
  let busy = false;
  /** The last try did not reach the server. */
  let cutOff = false;
  let era = 0;

  async function run(): Promise<void> {
    if (busy) return;
    busy = true;
    const own = era;
    const current = () => own === era && sends();
    for (let tries = 0, act = oldest(); act && current(); act = oldest()) {
      const outcome = await attempt(act);
      if (!current()) break;
      cutOff = outcome === null;
      if (outcome === null) {
        for (const waiting of [...waiters.keys()]) settle(waiting, null);
        await pauses.after(tries++);
      } else {
        tries = 0;
        end(act, outcome);
      }
    }
    busy = false;
  }

  /** Null: it must be tried again. */
  async function attempt(act: Act): Promise<CallOutput<CallName> | Failure | null> {
    try {
      return await perform(act);
    } catch (error) {
      if (passes(error)) return null;
      return error instanceof Failure ? error : new Failure("server/unexpected", {}, { cause: error });
    }
  }

  function end(act: Act, outcome: CallOutput<CallName> | Failure): void {
    // Another one may have taken its place meanwhile.
    if (acts.get(act.key) === act) remove(act.key);
    settle(act, outcome);
    finished(act, outcome);
  }

  function settle(act: Act, outcome: CallOutput<CallName> | Failure | null): void {
    const waiter = waiters.get(act);
    waiters.delete(act);
    if (outcome instanceof Failure) waiter?.failed(outcome);
    else waiter?.done(outcome);
  }

  function remove(key: string): void {
    acts.delete(key);
    void keep(key, null);
  }

  function oldest(): Act | undefined {
    return [...acts.values()].reduce<Act | undefined>((a, b) => (a && a.order <= b.order ? a : b), undefined);
  }

  return {
    do<N extends CallName>(key: string, name: N, input: CallInput<N>) {
      const before = acts.get(key);
      if (before) settle(before, null);
      lastOrder = Math.max(timing.now(), lastOrder + 1);
      const act: Act = { key, name, input, order: lastOrder };
      acts.set(key, act);
      const { promise, resolve, reject } = Promise.withResolvers<CallOutput<N> | null>();
      waiters.set(act, { done: resolve as Waiter["done"], failed: reject });
      void keep(key, act).then(() => {
        if (!sends() || cutOff) settle(act, null);
        void run();
      });
      return promise;
    },
    waiting: <N extends CallName>(key: string, name: N) => {
      const found = acts.get(key);
      return found?.name === name ? (found.input as CallInput<N>) : null;
    },
    drop(key) {
      const found = acts.get(key);
      if (!found) return;
      settle(found, null);
      remove(key);
    },
    restore(kept) {
      for (const act of kept) if (!acts.has(act.key)) acts.set(act.key, act);
      void run();
    },
    wake() {
      pauses.end();
      void run();
    },
    reset() {
      era += 1;
      for (const act of acts.values()) settle(act, null);
      acts.clear();
      pauses.end();
    },
  };
}
