import { expect, test } from "vitest";
import { createStrain } from "./strain.ts";

test("that people send, and that they wait, is known for a moment", () => {
  const strain = createStrain();
  expect(strain.restFactor(0)).toBe(0);
  strain.note(20, 1_000);
  expect(strain.restFactor(1_001)).toBe(1);
  strain.note(80, 1_100);
  expect(strain.restFactor(1_200)).toBe(6);
  expect(strain.restFactor(1_500)).toBe(0);
});

test("after half a minute of it other work has its share again, until senders had a moment without waiting", () => {
  const strain = createStrain();
  const at = (second: number) => {
    strain.note(200, second * 1_000);
    return strain.restFactor(second * 1_000 + 1);
  };
  const seconds = Array.from({ length: 40 }, (_, index) => 1 + index * 0.9);
  expect(seconds.map(at)).toEqual(seconds.map((second) => (second < 31 ? 6 : 1)));
  expect(at(60)).toBe(6);
});
