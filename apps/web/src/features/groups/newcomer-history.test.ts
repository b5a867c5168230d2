import { expect, test } from "vitest";
import { historyChoices, historyOf, historyValue } from "./newcomer-history.ts";

test("Every choice of newcomers' history survives the way through the select", () => {
  for (const choice of [...historyChoices({ last: 50 }), ...historyChoices({ days: 14 })])
    expect(historyOf(historyValue(choice))).toEqual(choice);
});

test("A number of messages set elsewhere stays on offer, in order", () => {
  expect(historyChoices({ last: 50 }).map(historyValue)).toEqual([
    "none",
    "20",
    "50",
    "100",
    "500",
    "7d",
    "30d",
    "all",
  ]);
  expect(historyChoices("all").map(historyValue)).toEqual(["none", "20", "100", "500", "7d", "30d", "all"]);
});
