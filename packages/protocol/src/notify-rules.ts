// Apart from the schemas, so that clients can judge without loading them.
import type { Policy } from "./company.ts";
import type { NotificationSettings, NotifyLevel } from "./notifications.ts";

/** All that decides whether somebody is notified of a message. */
export interface NotifyFacts {
  readonly settings: Pick<NotificationSettings, "quiet" | "timeZone" | "pausedUntil">;
  readonly policy: Pick<Policy["notifications"], "mentionsBreakThrough" | "urgentBreaksThrough">;
  readonly level: NotifyLevel;
  /** It mentions the person or everybody, or asks them to confirm. */
  readonly mention: boolean;
  readonly urgent: boolean;
}

/** Whether somebody is notified now: their level of the conversation, their quiet times, and what breaks through. */
export function mayNotify({ settings, policy, level, mention, urgent }: NotifyFacts, now: Date): boolean {
  if (urgent && policy.urgentBreaksThrough) return true;
  const breaksThrough = mention && policy.mentionsBreakThrough;
  if (level === "none" || (level === "mentions" && !breaksThrough)) return false;
  return breaksThrough || !isQuiet(settings, now);
}

/** Whether it is a time of quiet, or notices are paused. */
export function isQuiet(
  { quiet, timeZone, pausedUntil }: Pick<NotificationSettings, "quiet" | "timeZone" | "pausedUntil">,
  now: Date,
): boolean {
  if (pausedUntil !== null && new Date(pausedUntil) > now) return true;
  if (!quiet.on || quiet.from === quiet.to) return false;
  const { day, time } = localTime(now, timeZone);
  const yesterday = (day + 6) % 7;
  if (quiet.from < quiet.to) return quiet.days.includes(day) && quiet.from <= time && time < quiet.to;
  return (quiet.days.includes(day) && time >= quiet.from) || (quiet.days.includes(yesterday) && time < quiet.to);
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(at: Date, timeZone: string): { day: number; time: string } {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: weekdays.indexOf(parts.weekday ?? ""), time: `${parts.hour}:${parts.minute}` };
}
