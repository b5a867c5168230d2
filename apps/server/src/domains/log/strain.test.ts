import { expect, test } from "vitest";
import { createStrain } from "./strain.ts";

test("senders that wait are known for a moment", () => {
  const strain = createStrain();
  expect(strain.strained(0)).toBe(false);
  strain.note(20, 1_000);
  expect(strain.strained(1_001)).toBe(false);
  strain.note(80, 1_100);
  expect(strain.strained(1_200)).toBe(true);
  expect(strain.strained(1_500)).toBe(false);
});

test("after half a minute of it other work has its share again, until senders had a moment without waiting", () => {
  const strain = createStrain();
  const at = (second: number) => {
    strain.note(200, second * 1_000);
    return strain.strained(second * 1_000 + 1);
  };
  const seconds = Array.from({ length: 40 }, (_, index) => 1 + index * 0.9);
  expect(seconds.map(at)).toEqual(seconds.map((second) => second < 31));
  expect(at(60)).toBe(true);
});
