import type { ConversationId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { createRings } from "./ring.ts";

const rings = (limits = { ringBytes: 1_000, ringsBytes: 2_500 }) => {
  const ringOf = createRings(limits);
  return () => ringOf(newId<ConversationId>());
};
const frame = (bytes = 100) => Buffer.alloc(bytes);

test("a ring keeps nothing while nobody lags", () => {
  const ring = rings()();
  const number = ring.push(frame(), 1);
  ring.tidy();
  expect(ring.frame(number)).toBe("gone");
  expect(ring.frame(number + 1)).toBe("none");
});

test("a ring keeps frames for whoever lags until the last of them has caught up", () => {
  const ring = rings()();
  ring.hold();
  ring.hold();
  const [first, second] = [frame(), frame()];
  const at = ring.push(first, 1);
  ring.push(second, 2);
  ring.tidy();
  ring.release();
  expect([ring.frame(at), ring.frame(at + 1), ring.frame(at + 2)]).toEqual([first, second, "none"]);
  ring.release();
  expect(ring.frame(at)).toBe("gone");
});

test("a full ring moves on, so that whoever lags too far finds a gap", () => {
  const ring = rings()();
  ring.hold();
  const numbers = Array.from({ length: 25 }, (_, seq) => ring.push(frame(), seq + 1));
  expect(numbers.filter((number) => ring.frame(number) !== "gone")).toEqual(numbers.slice(-10));
  expect(ring.lastSeq()).toBe(25);
});

test("all rings together hold no more than their common bound", () => {
  const newRing = rings();
  const many = Array.from({ length: 10 }, newRing);
  for (const ring of many) ring.hold();
  const numbers = many.map((ring) => [1, 2, 3, 4, 5].map((seq) => ring.push(frame(), seq)));
  const kept = many.flatMap((ring, index) => (numbers[index] ?? []).filter((number) => ring.frame(number) !== "gone"));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.length * 100).toBeLessThanOrEqual(2_500);
});
