import { fail, type GroupRole, type ReminderHours } from "@qunxin/protocol";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nudgeEveryMs = 10 * minuteMs;
/** After so long nobody is reminded any more. */
const remindedForMs = 72 * hourMs;
/** Reminders go out in these hours of a working day, in the company's zone. */
const [opens, closes] = [9, 18];

/** How often those who have not confirmed are reminded unless the author says otherwise. */
export const usualReminderHours: ReminderHours = 2;

/** Owner and administrators may ask everybody, others only so many people at once. @throws messages/ask_too_many */
export function judgeAsk({ role, others, max }: { role: GroupRole; others: number; max: number }): void {
  const staff = role === "owner" || role === "administrator";
  if (!staff && others > max) fail("messages/ask_too_many", { max });
}

/** When the author may nudge again. */
export function mayNudgeAt(nudgedAt: Date | null): Date {
  return new Date(nudgedAt === null ? 0 : nudgedAt.getTime() + nudgeEveryMs);
}

/**
 * When the next reminder after `last` goes out: so many hours later, put off to the next working hours; null when that
 * would be too long after the asking. Acceptance 61.
 */
export function nextReminder(askedAt: Date, last: Date, everyHours: number, timeZone: string): Date | null {
  if (everyHours === 0) return null;
  let at = last.getTime() + everyHours * hourMs;
  // A long week-end is less than five days of hours.
  for (let tries = 0; tries < 24 * 5 && !isWorkingTime(new Date(at), timeZone); tries++)
    at = startOfNextHour(at, timeZone);
  return at <= askedAt.getTime() + remindedForMs ? new Date(at) : null;
}

function isWorkingTime(at: Date, timeZone: string): boolean {
  const { weekday, hour } = partsOf(at, timeZone);
  return weekday !== "Sat" && weekday !== "Sun" && hour >= opens && hour < closes;
}

function startOfNextHour(at: number, timeZone: string): number {
  const { minute, second } = partsOf(new Date(at), timeZone);
  return at - (at % 1_000) + hourMs - minute * minuteMs - second * 1_000;
}

function partsOf(at: Date, timeZone: string): { weekday: string; hour: number; minute: number; second: number } {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    weekday: parts.weekday ?? "",
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}
