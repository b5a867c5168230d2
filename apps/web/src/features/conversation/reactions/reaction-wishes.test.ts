import { expect, test } from "vitest";
import { withWishes } from "./reaction-wishes.ts";

const stored = [
  { emoji: "👍", count: 2, mine: true },
  { emoji: "🎉", count: 1, mine: false },
];
const wishes = (wished: Record<string, boolean>) => withWishes(stored, (emoji) => wished[emoji], Object.keys(wished));

test("An emoji chosen here is shown before the server has told of it", () => {
  expect(wishes({ "❤": true })).toEqual([...stored, { emoji: "❤", count: 1, mine: true }]);
  expect(wishes({ "🎉": true })[1]).toEqual({ emoji: "🎉", count: 2, mine: true });
});

test("An emoji taken away here counts one less, and goes with the last person", () => {
  expect(wishes({ "👍": false })[0]).toEqual({ emoji: "👍", count: 1, mine: false });
  expect(withWishes([{ emoji: "👍", count: 1, mine: true }], () => false, ["👍"])).toEqual([]);
});

test("A wish that the server has fulfilled changes nothing", () => {
  expect(wishes({ "👍": true })).toEqual(stored);
});
