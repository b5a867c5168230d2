import { expect, test } from "vitest";
import { growthOf, type Measurement } from "./growth-rules.ts";

const sizes = [10_000, 100_000, 1_000_000, 10_000_000];

function costs(cost: (size: number) => number, more: Partial<Measurement> = {}): Measurement[] {
  return sizes.map((size) => {
    const ms = cost(size);
    return { what: "reading", size, p50Ms: ms, p99Ms: ms, cpuMs: ms, ...more };
  });
}

function judged(all: readonly Measurement[]): boolean | undefined {
  return growthOf("reading", all)[0]?.goals?.[0]?.met;
}

test("what stays as it is, or grows with the logarithm, is no faster than the logarithm", () => {
  expect(judged(costs(() => 20))).toBe(true);
  expect(judged(costs((size) => 10 * Math.log10(size)))).toBe(true);
});

test("what grows with the size, or with its root, is faster than the logarithm", () => {
  expect(judged(costs((size) => size / 1_000))).toBe(false);
  expect(judged(costs((size) => Math.sqrt(size)))).toBe(false);
});

test("a few milliseconds are noise, and a time that grew while its CPU did not was somebody else's", () => {
  expect(judged(costs((size) => (size > 1_000_000 ? 5 : 1)))).toBe(true);
  expect(judged(costs((size) => size / 1_000, { cpuMs: 3 }))).toBe(true);
});

test("what has levelled off is bounded, however little it cost at first; what goes on is not", () => {
  const bounded = costs((size) => Math.min(size / 5_000, 20));
  expect(judged(bounded)).toBe(true);
  expect(growthOf("reading", bounded)[0]?.note).toContain("levels off");
  expect(judged(costs((size) => Math.min(size / 5_000, 20) + size / 1_000_000))).toBe(false);
  expect(judged(costs((size) => Math.min(size / 200_000, 60)))).toBe(false);
});

test("work on everybody is looked at per person", () => {
  expect(judged(costs((size) => size / 10, { perItem: true }))).toBe(true);
  expect(judged(costs((size) => size ** 1.5, { perItem: true }))).toBe(false);
});

test("the growth per tenfold is told, and one size alone tells nothing", () => {
  expect(
    growthOf(
      "reading",
      costs((size) => size / 1_000),
    )[0]?.value,
  ).toBeCloseTo(10);
  expect(growthOf("reading", costs(() => 1).slice(0, 1))).toEqual([]);
});
