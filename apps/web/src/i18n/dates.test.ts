import { beforeAll, expect, test } from "vitest";
import { dayLabel, listTime } from "./dates.ts";
import { loadLocale } from "./translate.ts";

const now = new Date(2026, 10, 20, 15, 0); // a Friday

beforeAll(() => loadLocale("zh-CN"));

test("a message of today shows its time of day", () => {
  expect(listTime(new Date(2026, 10, 20, 9, 5), now)).toBe("09:05");
});

test("a message of the last minute before midnight is of yesterday", () => {
  expect(listTime(new Date(2026, 10, 19, 23, 59), new Date(2026, 10, 20, 0, 1))).toBe("昨天");
});

test("two to six days ago shows the weekday", () => {
  expect(listTime(new Date(2026, 10, 18, 8, 0), now)).toBe("周三");
  expect(listTime(new Date(2026, 10, 14, 8, 0), now)).toBe("周六");
});

test("a week ago and earlier shows the date, with the year only when it differs", () => {
  expect(listTime(new Date(2026, 10, 13, 8, 0), now)).toBe("11-13");
  expect(listTime(new Date(2025, 10, 18, 8, 0), now)).toBe("2025-11-18");
});

test("a clock running ahead never shows a weekday of the future", () => {
  expect(listTime(new Date(2026, 10, 21, 8, 0), now)).toBe("11-21");
});

test("a divider inside a conversation adds the time of day", () => {
  expect(dayLabel(new Date(2026, 10, 19, 9, 5), now)).toBe("昨天 09:05");
  expect(dayLabel(new Date(2026, 10, 20, 9, 5), now)).toBe("09:05");
});

test("English names yesterday and the weekday", async () => {
  await loadLocale("en");
  expect(listTime(new Date(2026, 10, 19, 9, 5), now)).toBe("Yesterday");
  expect(listTime(new Date(2026, 10, 18, 9, 5), now)).toBe("Wed");
  await loadLocale("zh-CN");
});
