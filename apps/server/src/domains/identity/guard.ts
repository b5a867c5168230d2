import { fail, limits } from "@qunxin/protocol";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import { clearFailures, countAttempt, lockSubject } from "./credential-store.ts";
import { locksAfter } from "./rules.ts";

export interface GuardDeps {
  reading: Reading;
  transact: Transact;
  clock: Clock;
}

/** Judges under the lock: wrong ones in a row lock the subject, a right one clears them. @throws identity/locked */
export type Guarded = (subject: string, judge: () => Promise<boolean>) => Promise<boolean>;

export function createGuard({ transact, clock }: GuardDeps): Guarded {
  return async (subject, judge) => {
    const at = clock.now();
    const forgetBefore = new Date(at.getTime() - limits.signInLockMs);
    const counted = await transact((tx) => countAttempt(tx, { subject, at, forgetBefore }));
    if ("lockedUntil" in counted) return fail("identity/locked", { retryAfterMs: until(counted.lockedUntil, at) });
    // More than the limit at once: the one that locks is still being judged.
    if (counted.failures > limits.signInFailuresBeforeLock) {
      return fail("identity/locked", { retryAfterMs: limits.signInLockMs });
    }
    const proven = await judge();
    await transact(async (tx) => {
      if (proven) await clearFailures(tx, subject);
      else if (locksAfter(counted.failures)) {
        await lockSubject(tx, subject, new Date(at.getTime() + limits.signInLockMs));
      }
    });
    return proven;
  };
}

function until(moment: Date, at: Date): number {
  return Math.max(1, moment.getTime() - at.getTime());
}
