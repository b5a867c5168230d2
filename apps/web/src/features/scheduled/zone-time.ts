/** Wall-clock time of a moment in a zone, as an `<input type="datetime-local">` holds it: 2026-03-02T09:00. */
export function localIn(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = partsIn(at, timeZone);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The moment at which clocks of a zone show that; null for what is no time. */
export function momentOf(local: string, timeZone: string): Date | null {
  const wanted = Date.parse(`${local}Z`);
  if (Number.isNaN(wanted)) return null;
  // The offset at the first guess may be that of the other side of a clock change.
  const guess = wanted - offsetAt(new Date(wanted), timeZone);
  return new Date(wanted - offsetAt(new Date(guess), timeZone));
}

/** The same wall-clock time so many days later. */
export function daysLater(local: string, days: number, time?: string): string {
  const at = new Date(`${local}Z`);
  at.setUTCDate(at.getUTCDate() + days);
  const moved = at.toISOString().slice(0, 16);
  return time ? `${moved.slice(0, 10)}T${time}` : moved;
}

/** 0 for Sunday. */
export function weekdayOf(local: string): number {
  return new Date(`${local}Z`).getUTCDay();
}

function offsetAt(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsIn(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

type Part = "year" | "month" | "day" | "hour" | "minute" | "second";

function partsIn(at: Date, timeZone: string): Record<Part, number> {
  const format = new Intl.DateTimeFormat("en-US", {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    hourCycle: "h23",
    timeZone,
  });
  const found = format.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const);
  return Object.fromEntries(found) as Record<Part, number>;
}

const two = (value: number) => String(value).padStart(2, "0");
