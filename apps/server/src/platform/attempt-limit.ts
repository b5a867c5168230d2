import { isIPv6 } from "node:net";
import { fail } from "@qunxin/protocol";
import { type Bus, topic } from "./bus.ts";
import type { Clock } from "./clock.ts";

/** So many attempts within a window, then whoever made them waits until it is over. */
export interface AttemptLimitOptions {
  readonly attempts: number;
  readonly windowMs: number;
  /** What is counted, in one word: by it the processes of an installation tell each other, and each counts all. */
  readonly name: string;
}

const maxKeys = 10_000;

export interface AttemptLimit {
  /** @throws request/rate_limited when too much came from there */
  judge(key: string): void;
  note(key: string): void;
}

/**
 * Slows down whoever tries too much: passwords from one address, codes, links, uploads. In memory of each process, and all
 * is forgotten when very many are at it: it is a brake before walls (locks of accounts, long secrets), never the wall.
 */
export function createAttemptLimit(
  { clock, bus }: { readonly clock: Clock; readonly bus: Bus },
  { attempts, windowMs, name }: AttemptLimitOptions,
): AttemptLimit {
  const attempted = topic<{ readonly key: string }>(`attempted.${name}`);
  const known = new Map<string, { count: number; since: number }>();

  function current(key: string): { count: number; since: number } {
    const now = clock.now().getTime();
    const found = known.get(key);
    // A clock that was set back must not lengthen anybody's wait.
    if (found && now >= found.since && now - found.since < windowMs) return found;
    if (known.size >= maxKeys) known.clear();
    const fresh = { count: 0, since: now };
    known.set(key, fresh);
    return fresh;
  }

  bus.subscribe(attempted, ({ key }) => {
    current(key).count++;
  });
  return {
    judge(key) {
      const { count, since } = current(key);
      if (count < attempts) return;
      fail("request/rate_limited", { retryAfterMs: since + windowMs - clock.now().getTime() });
    },
    note: (key) => bus.publish(attempted, { key }),
  };
}

/** What an address counts as: whoever has an IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(Math.max(0, zeros)).fill("0"), ...back];
  return groups.slice(0, 4).join(":");
}
