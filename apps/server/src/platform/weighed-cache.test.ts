import { expect, test } from "vitest";
import { createWeighedCache } from "./weighed-cache.ts";

test("beyond the weight the least recently used go first, and the newest stays however heavy it is", () => {
  const cache = createWeighedCache<string, number>(10);
  cache.set("a", 1, 4);
  cache.set("b", 2, 4);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3, 4);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  cache.set("d", 4, 100);
  expect([cache.get("a"), cache.get("c"), cache.get("d")]).toEqual([undefined, undefined, 4]);
  cache.set("d", 5, 1);
  cache.set("e", 6, 9);
  expect([cache.get("d"), cache.get("e")]).toEqual([5, 6]);
  cache.delete("e");
  cache.set("f", 7, 9);
  expect([cache.get("d"), cache.get("e"), cache.get("f")]).toEqual([5, undefined, 7]);
  cache.clear();
  cache.set("g", 8, 10);
  expect([cache.get("d"), cache.get("g")]).toEqual([undefined, 8]);
});
