import { expect, test } from "vitest";
import { centre } from "./centre-square.ts";

test("A picture is cut to the largest square in its middle, whichever side is longer", () => {
  expect(centre({ width: 700, height: 500 })).toEqual({ x: 100, y: 0, edge: 500 });
  expect(centre({ width: 500, height: 701 })).toEqual({ x: 0, y: 100, edge: 500 });
  expect(centre({ width: 64, height: 64 })).toEqual({ x: 0, y: 0, edge: 64 });
});
