/** The day of a moment in a zone, as 2026-03-02. */
export function dayIn(at: Date, timeZone: string): string {
  const parts = partsIn(at, timeZone);
  return `${String(parts.year).padStart(4, "0")}-${two(parts.month)}-${two(parts.day)}`;
}

/** The first moment of a day (as 2026-03-02) in a zone. */
export function startOfDay(date: string, timeZone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  // The offset in force may be another one at the moment that the first guess gives: daylight saving.
  let guess = wanted - offsetAt(wanted, timeZone);
  guess = wanted - offsetAt(guess, timeZone);
  // Where midnight is skipped, the day begins when the clock has been moved.
  while (dayIn(new Date(guess), timeZone) < date) guess += quarterMs;
  return new Date(guess);
}

/** The day after, of the calendar. */
export function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

const dayMs = 24 * 3_600_000;
const quarterMs = 15 * 60_000;

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsIn(new Date(at), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(at: Date, timeZone: string): Parts {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = "numeric";
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat("en-US", { ...(fields as object), timeZone, hourCycle: "h23" });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(
    format.formatToParts(at).flatMap(({ type, value }) => (type === "literal" ? [] : [[type, Number(value)]])),
  ) as unknown as Parts;
}

const two = (value: number) => String(value).padStart(2, "0");
