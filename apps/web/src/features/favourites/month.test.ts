import { expect, test } from "vitest";
import { cellsOf, monthBeside } from "./month.ts";

test("a month's cells begin on Monday and hold every day", () => {
  const march = cellsOf("2026-03");
  expect(march.slice(0, 7)).toEqual([null, null, null, null, null, null, 1]);
  expect(march).toHaveLength(6 + 31);
  expect(cellsOf("2024-02").at(-1)).toBe(29);
});

test("months are counted over the turn of the year", () => {
  expect(monthBeside("2026-12", 1)).toBe("2027-01");
  expect(monthBeside("2026-01", -1)).toBe("2025-12");
});
