import { expect, test } from "vitest";
import { createPackedTexts } from "./packed-texts.ts";

test("texts come out as they went in, whatever their length, beyond the size of a block too", () => {
  const texts = createPackedTexts();
  const all = [
    "",
    "李娜",
    "a",
    "😀",
    "长".repeat(700_000),
    "",
    "next",
    ...Array.from({ length: 50_000 }, (_, i) => `第${i}行`),
  ];
  for (const text of all) texts.add(text);
  for (const [index, text] of all.entries()) if (texts.at(index) !== text) throw new Error(`${index} is not ${text}`);
  expect(texts.at(all.length)).toBeUndefined();
  for (const odd of [-1, 0.5, Number.NaN, 2 ** 40]) expect(texts.at(odd)).toBeUndefined();
});
