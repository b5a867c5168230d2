import { expect, test } from "vitest";
import { emojiNamed } from "./emoji-names.ts";

test("emoji are found by their Chinese or English names", () => {
  expect(emojiNamed("握手")).toEqual(["🤝"]);
  expect(emojiNamed("cake")).toEqual(["🎂"]);
  expect(emojiNamed("笑")).toContain("😂");
  expect(emojiNamed("没有这种表情")).toEqual([]);
});
