import fc from "fast-check";
import { expect, test } from "vitest";
import { count, type Histogram, percentileMs } from "./histogram.ts";
import { median, percentile } from "./statistics.ts";

test("the median is the middle one, or the mean of the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(median([])).toBeNaN();
});

test("a percentile is the value that so many stay at or below", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 0.5)).toBe(50);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile(hundred, 0)).toBe(1);
  expect(percentile([7], 0.99)).toBe(7);
});

test("a histogram answers every percentile within one percent of what sorting says", () => {
  const times = fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.9, 0.99, 1), (microseconds, part) => {
      const histogram: Histogram = [];
      for (const one of microseconds) count(histogram, one);
      const exact = percentile(microseconds, part) / 1_000;
      expect(Math.abs(percentileMs(histogram, part) - exact)).toBeLessThanOrEqual(exact * 0.01);
    }),
  );
});

test("a histogram of nothing has no percentile", () => {
  expect(percentileMs([], 0.5)).toBeNaN();
});
