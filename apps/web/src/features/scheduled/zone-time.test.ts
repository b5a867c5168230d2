import { expect, test } from "vitest";
import { choicesAt } from "./later-choices.ts";
import { daysLater, localIn, momentOf, weekdayOf } from "./zone-time.ts";

test("a time of the company's clocks is the right moment, wherever the browser stands", () => {
  expect(momentOf("2026-03-02T09:00", "Asia/Shanghai")).toEqual(new Date("2026-03-02T01:00:00Z"));
  expect(momentOf("2026-03-29T12:00", "Europe/Berlin")).toEqual(new Date("2026-03-29T10:00:00Z"));
  expect(momentOf("2026-03-28T12:00", "Europe/Berlin")).toEqual(new Date("2026-03-28T11:00:00Z"));
  expect(momentOf("", "Asia/Shanghai")).toBeNull();
  expect(localIn(new Date("2026-03-01T16:05:00Z"), "Asia/Shanghai")).toBe("2026-03-02T00:05");
});

test("days are counted on the calendar, across months", () => {
  expect(daysLater("2026-02-28T23:30", 1, "09:00")).toBe("2026-03-01T09:00");
  expect(weekdayOf("2026-03-02T00:00")).toBe(1);
});

test("what is offered lies ahead: next Monday is never today", () => {
  const offered = choicesAt(new Date("2026-03-02T02:00:00Z"), "Asia/Shanghai");
  expect(offered.map(({ id, at }) => [id, at.toISOString()])).toEqual([
    ["30m", "2026-03-02T02:30:00.000Z"],
    ["1h", "2026-03-02T03:00:00.000Z"],
    ["3h", "2026-03-02T05:00:00.000Z"],
    ["tomorrow", "2026-03-03T01:00:00.000Z"],
    ["monday", "2026-03-09T01:00:00.000Z"],
  ]);
});
