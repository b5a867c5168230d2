/** The moment at which a day (2026-03-02) begins where the clocks show `timeZone`; with `after`, that many days later. */
export function startOfDay(day: string, timeZone: string, after = 0): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + after * dayMs;
  // Twice, because the offset is first looked up at a moment that may lie on the other side of a change of clocks.
  const near = wall - offsetMs(new Date(wall), timeZone);
  return new Date(wall - offsetMs(new Date(near), timeZone));
}

const dayMs = 24 * 3_600_000;

function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes, seconds = "0"] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  if (!sign) return 0;
  const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === "-" ? -size : size;
}
