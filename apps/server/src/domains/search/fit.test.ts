import { expect, test } from "vitest";
import { bestFits } from "./fit.ts";

const sayings = [
  "会议",
  "开会议程",
  "今天会议 会议室",
  "会议论坛很长很长很长很长",
  "大会议题",
  "会议纪要已发",
  "部门会议",
];

test("the best few are the first of all in their order, whatever was not looked at closely", () => {
  const candidates = Array.from({ length: 300 }, (_, index) => ({
    n: 300 - index,
    conversationId: "",
    seq: 300 - index,
    at: "",
    text: `${sayings[(index * 5) % sayings.length]}${"好".repeat((index * 7) % 11)}`,
  }));
  // Asked for all of them, each is looked at.
  const all = bestFits(candidates, ["会议"], candidates.length);
  expect(new Set(all).size).toBe(candidates.length);
  expect(all[0]?.text).toMatch(/^会议$|^今天会议 会议室$/);
  for (const count of [1, 3, 20, 150]) expect(bestFits(candidates, ["会议"], count)).toEqual(all.slice(0, count));
});
