import { fail, type PrincipalId } from "@qunxin/protocol";
import { type Bus, topic } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";

/** Pages that one person may have looked at within a minute. */
const pagesPerMinute = 20;
const minuteMs = 60_000;
const maxPeople = 20_000;

/** Somebody had a page looked at: every process counts, whichever was asked. */
const pageAsked = topic<{ readonly personId: PrincipalId }>("links.page_asked");

/** Keeps one person from using the server as a crawler. In memory: a brake. */
export function createLinkRate({ clock, bus }: { clock: Clock; bus: Bus }): { take(personId: PrincipalId): void } {
  const known = new Map<PrincipalId, { pages: number; since: number }>();
  bus.subscribe(pageAsked, ({ personId }) => {
    current(personId).pages += 1;
  });

  function current(personId: PrincipalId): { pages: number; since: number } {
    const now = clock.now().getTime();
    const found = known.get(personId);
    if (found && now - found.since < minuteMs) return found;
    if (known.size >= maxPeople) known.clear();
    const fresh = { pages: 0, since: now };
    known.set(personId, fresh);
    return fresh;
  }

  return {
    take(personId) {
      const { pages, since } = current(personId);
      const retryAfterMs = since + minuteMs - clock.now().getTime();
      if (pages >= pagesPerMinute) fail("request/rate_limited", { retryAfterMs });
      bus.publish(pageAsked, { personId });
    },
  };
}
