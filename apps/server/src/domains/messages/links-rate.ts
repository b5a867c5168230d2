import { fail, type PrincipalId } from "@qunxin/protocol";
import type { Clock } from "../../platform/clock.ts";

/** Pages that one person may have looked at within a minute. */
const pagesPerMinute = 20;
const minuteMs = 60_000;
const maxPeople = 20_000;

/** Keeps one person from using the server as a crawler. In memory: a brake, per process. */
export function createLinkRate(clock: Clock): { take(personId: PrincipalId): void } {
  const known = new Map<PrincipalId, { pages: number; since: number }>();
  return {
    take(personId) {
      const now = clock.now().getTime();
      let spent = known.get(personId);
      if (!spent || now - spent.since >= minuteMs) {
        if (known.size >= maxPeople) known.clear();
        spent = { pages: 0, since: now };
        known.set(personId, spent);
      }
      if (spent.pages >= pagesPerMinute) fail("request/rate_limited", { retryAfterMs: spent.since + minuteMs - now });
      spent.pages += 1;
    },
  };
}
