import { Failure } from "@qunxin/protocol";
import { networkOf } from "../../platform/attempt-limit.ts";
import type { Actor } from "../../platform/caller.ts";
import { isLoopback } from "../loopback.ts";

/** Calls a second in the long run, and how many at once before that counts. */
interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface CallRates {
  /** Of one person, over all their sessions. */
  readonly person: Rate;
  /** Of one address, of people who are not signed in; programs on this machine are not counted. */
  readonly stranger: Rate;
}

/** Far above what people, robots and imports do; a program that runs wild, or an attack, meets them. */
export const callRates: CallRates = {
  person: { perSecond: 200, burst: 3_000 },
  stranger: { perSecond: 50, burst: 600 },
};

const maxKeys = 50_000;

/** @throws request/rate_limited, with how long to wait */
export type JudgeRate = (actor: Actor | null, address: string) => void;

/** Judges calls over HTTP before they cost anything; sockets have their own measure. Of this node alone. */
export function createCallRate(rates: CallRates): JudgeRate {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function take(key: string, { perSecond, burst }: Rate): void {
    const now = performance.now();
    if (buckets.size >= maxKeys && !buckets.has(key)) buckets.clear();
    const { tokens, at } = buckets.get(key) ?? { tokens: burst, at: now };
    const left = Math.min(burst, tokens + ((now - at) / 1_000) * perSecond);
    buckets.set(key, { tokens: left < 1 ? left : left - 1, at: now });
    if (left >= 1) return;
    throw new Failure("request/rate_limited", { retryAfterMs: Math.ceil(((1 - left) / perSecond) * 1_000) });
  }

  return (actor, address) => {
    if (actor) take(actor.id, rates.person);
    else if (!isLoopback(address)) take(networkOf(address), rates.stranger);
  };
}
