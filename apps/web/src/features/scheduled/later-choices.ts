import { daysLater, localIn, momentOf, weekdayOf } from "./zone-time.ts";

export type LaterChoice = "30m" | "1h" | "3h" | "tomorrow" | "monday";

const minuteMs = 60_000;
const morning = "09:00";

/** Times that are offered from now on, by the clocks of a zone. */
export function choicesAt(now: Date, timeZone: string): { id: LaterChoice; at: Date }[] {
  const local = localIn(now, timeZone);
  const after = (ms: number) => new Date(now.getTime() + ms);
  const on = (days: number) => momentOf(daysLater(local, days, morning), timeZone) ?? now;
  const monday = (8 - weekdayOf(local)) % 7 || 7;
  return [
    { id: "30m", at: after(30 * minuteMs) },
    { id: "1h", at: after(60 * minuteMs) },
    { id: "3h", at: after(180 * minuteMs) },
    { id: "tomorrow", at: on(1) },
    // On a Sunday that is tomorrow.
    ...(monday > 1 ? [{ id: "monday" as const, at: on(monday) }] : []),
  ];
}
