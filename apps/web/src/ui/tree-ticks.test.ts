import { expect, test } from "vitest";
import { decidedBranches, noTicks, setTick, tickState } from "./tree-ticks.ts";

const company = ["co"];
const tech = ["co", "tech"];
const web = ["co", "tech", "web"];
const api = ["co", "tech", "api"];
const sales = ["co", "sales"];

test("ticking a department ticks everything below it, also what was never loaded", () => {
  const ticks = setTick(noTicks, tech, true);
  expect(tickState(ticks, tech)).toBe(true);
  expect(tickState(ticks, web)).toBe(true);
  expect(tickState(ticks, [...web, "deep", "deeper"])).toBe(true);
});

test("ticking a department makes those above it mixed and leaves its sisters alone", () => {
  const ticks = setTick(noTicks, tech, true);
  expect(tickState(ticks, company)).toBe("mixed");
  expect(tickState(ticks, sales)).toBe(false);
});

test("a branch can be left out of a ticked department and taken in again", () => {
  const without = setTick(setTick(noTicks, tech, true), web, false);
  expect(tickState(without, tech)).toBe("mixed");
  expect(tickState(without, web)).toBe(false);
  expect(tickState(without, api)).toBe(true);
  expect(decidedBranches(without)).toEqual({ included: ["tech"], excluded: ["web"] });
  const again = setTick(without, web, true);
  expect(tickState(again, tech)).toBe(true);
  expect(decidedBranches(again)).toEqual({ included: ["tech"], excluded: [] });
});

test("clearing a department clears every tick below it", () => {
  const ticks = setTick(setTick(setTick(noTicks, web, true), sales, true), tech, false);
  expect(tickState(ticks, web)).toBe(false);
  expect(decidedBranches(ticks)).toEqual({ included: ["sales"], excluded: [] });
});

test("ticking a mixed department ticks all of it", () => {
  const ticks = setTick(setTick(noTicks, web, true), tech, true);
  expect(tickState(ticks, tech)).toBe(true);
  expect(decidedBranches(ticks)).toEqual({ included: ["tech"], excluded: [] });
});

test("ticks at several levels at once stay apart", () => {
  let ticks = setTick(noTicks, company, true);
  ticks = setTick(ticks, tech, false);
  ticks = setTick(ticks, web, true);
  expect([company, tech, web, api, sales].map((path) => tickState(ticks, path))).toEqual([
    "mixed",
    "mixed",
    true,
    false,
    true,
  ]);
});
