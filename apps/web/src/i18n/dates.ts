import { currentLocale, t } from "./translate.ts";

/**
 * Time as conversation lists show it: 14:32 today, 昨天, 周三 within the last six days, 11-18 this year,
 * else 2025-11-18. Days are those of the local time zone.
 */
export function listTime(at: Date, now: Date): string {
  const days = calendarDaysBetween(at, now);
  if (days <= 0) return days === 0 ? timeOfDay(at) : isoDay(at, now);
  if (days === 1) return t("common.date.yesterday");
  return days < 7 ? weekday(at) : isoDay(at, now);
}

/** Like `listTime`, with the time of day added to every day but today: for dividers inside a conversation. */
export function dayLabel(at: Date, now: Date): string {
  const label = listTime(at, now);
  return calendarDaysBetween(at, now) === 0 ? label : `${label} ${timeOfDay(at)}`;
}

/** 14:32, always 24 hours. */
export function timeOfDay(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** 2025-11-18 14:32, for details and tables. */
export function fullDateTime(at: Date): string {
  return `${at.getFullYear()}-${monthDay(at)} ${timeOfDay(at)}`;
}

/** Counted in calendar days, not in 24-hour steps: 23:59 to 00:01 is one day, also across a clock change. */
function calendarDaysBetween(from: Date, to: Date): number {
  const day = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((day(to) - day(from)) / 86_400_000);
}

function weekday(at: Date): string {
  return new Intl.DateTimeFormat(currentLocale(), { weekday: "short" }).format(at);
}

function isoDay(at: Date, now: Date): string {
  return at.getFullYear() === now.getFullYear() ? monthDay(at) : `${at.getFullYear()}-${monthDay(at)}`;
}

function monthDay(at: Date): string {
  return `${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
