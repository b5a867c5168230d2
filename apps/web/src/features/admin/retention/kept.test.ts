import { beforeAll, expect, test } from "vitest";
import { loadLocale, loadTexts } from "../../../i18n/translate.ts";
import { daysText, isShorter, rangeFault } from "./kept.ts";

beforeAll(async () => {
  await loadLocale("zh-CN");
  await loadTexts("admin");
});

test("for ever is the longest there is, and only what is shorter takes messages away", () => {
  expect(isShorter(90, null)).toBe(true);
  expect(isShorter(30, 90)).toBe(true);
  expect(isShorter(90, 90)).toBe(false);
  expect(isShorter(365, 90)).toBe(false);
  expect(isShorter(null, 90)).toBe(false);
  expect(isShorter(null, null)).toBe(false);
});

test("days from 30 to 36,500, for ever and the policy may be set; nothing, halves and fewer may not", () => {
  for (const may of [30, 36_500, null, "policy"] as const) expect(rangeFault(may)).toBeNull();
  for (const mayNot of [29, 36_501, 30.5, Number.NaN, -1]) expect(rangeFault(mayNot)).toContain("30");
});

test("days are said as people say them", () => {
  expect(daysText(90)).toBe("90 天");
  expect(daysText(null)).toBe("永久");
});
