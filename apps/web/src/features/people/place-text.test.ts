import { expect, test } from "vitest";
import { placesText, placeText } from "./place-text.ts";

test("A department's path leaves out the company's name, which all share", () => {
  expect(placeText(["星河科技", "技术部", "前端组"])).toBe("技术部/前端组");
  expect(placeText(["星河科技"])).toBe("星河科技");
});

test("Somebody in several departments has them all named", () => {
  expect(placesText([{ path: ["星河科技", "技术部"] }, { path: ["星河科技", "设计部"] }])).toBe("技术部；设计部");
  expect(placesText([])).toBe("");
});
