import { expect, test } from "vitest";
import { startOfDay } from "./days.ts";

test.each([
  ["2026-03-02", "Asia/Shanghai", 0, "2026-03-01T16:00:00.000Z"],
  ["2026-03-02", "Asia/Shanghai", 1, "2026-03-02T16:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", 0, "2026-03-28T23:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", 1, "2026-03-29T22:00:00.000Z"],
  ["2026-11-01", "America/New_York", 1, "2026-11-02T05:00:00.000Z"],
  ["9999-12-31", "UTC", 1, "+010000-01-01T00:00:00.000Z"],
])("%s begins in %s, %i days on, at the clocks of that place", (day, zone, after, moment) => {
  expect(startOfDay(day, zone, after).toISOString()).toBe(moment);
});
