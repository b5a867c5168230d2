import { fail } from "@qunxin/protocol";
import type { Clock } from "../../platform/clock.ts";

/** Wrong passwords from one address within the window before it must wait; a whole office may share an address. */
const maxFailures = 50;
const windowMs = 5 * 60_000;
const maxAddresses = 10_000;

export interface AddressLimit {
  /** @throws request/rate_limited when too many wrong passwords came from there */
  judge(address: string): void;
  note(address: string): void;
}

/** Slows down whoever tries many accounts from one place. In memory: it is a brake, the lock per account is the wall. */
export function createAddressLimit(clock: Clock): AddressLimit {
  const known = new Map<string, { failures: number; since: number }>();

  function current(address: string): { failures: number; since: number } {
    const now = clock.now().getTime();
    const found = known.get(address);
    if (found && now - found.since < windowMs) return found;
    if (known.size >= maxAddresses) known.clear();
    const fresh = { failures: 0, since: now };
    known.set(address, fresh);
    return fresh;
  }

  return {
    judge(address) {
      const { failures, since } = current(address);
      if (failures < maxFailures) return;
      fail("request/rate_limited", { retryAfterMs: since + windowMs - clock.now().getTime() });
    },
    note(address) {
      current(address).failures++;
    },
  };
}
