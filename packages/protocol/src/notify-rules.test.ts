import { expect, test } from "vitest";
import { defaultNotificationSettings, type NotifyLevel } from "./notifications.ts";
import { isQuiet, mayNotify } from "./notify-rules.ts";

const at = (text: string) => new Date(`${text}:00+08:00`);
const quiet = (from: string, to: string, days = [0, 1, 2, 3, 4, 5, 6]) => ({
  ...defaultNotificationSettings,
  quiet: { on: true, from, to, days },
});

test.each([
  // 2026-03-02 is a Monday.
  ["22:00", "08:00", undefined, "2026-03-02T21:59", false],
  ["22:00", "08:00", undefined, "2026-03-02T22:00", true],
  ["22:00", "08:00", undefined, "2026-03-03T00:00", true],
  ["22:00", "08:00", undefined, "2026-03-03T07:59", true],
  ["22:00", "08:00", undefined, "2026-03-03T08:00", false],
  ["12:00", "14:00", undefined, "2026-03-02T13:00", true],
  ["12:00", "14:00", undefined, "2026-03-02T14:00", false],
  ["12:00", "12:00", undefined, "2026-03-02T12:00", false],
  // Only on Monday: its night reaches into Tuesday, Sunday's does not reach into Monday.
  ["22:00", "08:00", [1], "2026-03-02T07:00", false],
  ["22:00", "08:00", [1], "2026-03-02T23:00", true],
  ["22:00", "08:00", [1], "2026-03-03T07:00", true],
  ["22:00", "08:00", [1], "2026-03-03T23:00", false],
] as const)("quiet from %s to %s on %j: at %s it is %s", (from, to, days, now, expected) => {
  expect(isQuiet(quiet(from, to, days ? [...days] : undefined), at(now))).toBe(expected);
});

test("quiet times follow the person's zone, and a pause ends by itself", () => {
  const settings = { ...quiet("22:00", "08:00"), timeZone: "Europe/Berlin" };
  expect(isQuiet(settings, new Date("2026-07-01T19:59:00Z"))).toBe(false);
  expect(isQuiet(settings, new Date("2026-07-01T20:00:00Z"))).toBe(true);
  const paused = { ...defaultNotificationSettings, pausedUntil: "2026-03-02T10:00:00.000Z" };
  expect(isQuiet(paused, new Date("2026-03-02T09:59:59Z"))).toBe(true);
  expect(isQuiet(paused, new Date("2026-03-02T10:00:00Z"))).toBe(false);
});

test("level, quiet, mention, urgency and policy together decide whether somebody is notified", () => {
  const noon = at("2026-03-02T12:00");
  const told = (level: NotifyLevel, isQuietTime: boolean, policy: boolean) =>
    [
      { mention: false, urgent: false },
      { mention: true, urgent: false },
      { mention: false, urgent: true },
    ].map((what) => {
      const settings = isQuietTime ? quiet("11:00", "13:00") : defaultNotificationSettings;
      const through = { mentionsBreakThrough: policy, urgentBreaksThrough: policy };
      return mayNotify({ settings, policy: through, level, ...what }, noon);
    });
  expect(told("all", false, true)).toEqual([true, true, true]);
  expect(told("all", false, false)).toEqual([true, true, true]);
  expect(told("all", true, true)).toEqual([false, true, true]);
  expect(told("all", true, false)).toEqual([false, false, false]);
  expect(told("mentions", false, true)).toEqual([false, true, true]);
  expect(told("mentions", false, false)).toEqual([false, false, false]);
  expect(told("mentions", true, true)).toEqual([false, true, true]);
  expect(told("none", false, true)).toEqual([false, false, true]);
  expect(told("none", false, false)).toEqual([false, false, false]);
});
