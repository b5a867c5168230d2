import { RequestKey } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { newKey } from "./keys.ts";

test("a new key is a UUIDv7 that sorts by time and never comes twice", () => {
  const keys = Array.from({ length: 1000 }, (_, index) => newKey<RequestKey>(1_770_000_000_000 + index));
  for (const key of keys) expect(RequestKey.safeParse(key).success).toBe(true);
  expect(keys[0]?.[14]).toBe("7");
  expect(keys.toSorted()).toEqual(keys);
  expect(new Set(keys).size).toBe(1000);
});
