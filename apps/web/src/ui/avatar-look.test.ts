import { expect, test } from "vitest";
import { avatarGround, avatarLetters } from "./avatar-look.ts";

test("an avatar shows the last two characters of a Chinese name", () => {
  expect(avatarLetters("林晓")).toBe("林晓");
  expect(avatarLetters("欧阳静怡")).toBe("静怡");
  expect(avatarLetters("王")).toBe("王");
});

test("a note in brackets at the end of a name is not shown", () => {
  expect(avatarLetters("张经理（蓝海物流）")).toBe("经理");
  expect(avatarLetters("（临时）")).toBe("时）");
});

test("a Latin name shows its initials", () => {
  expect(avatarLetters("Alice Zhang")).toBe("AZ");
  expect(avatarLetters("alice")).toBe("AL");
  expect(avatarLetters("Alice Zhang", 1)).toBe("A");
});

test("rare characters outside the basic plane and emoji are never cut in half", () => {
  expect(avatarLetters("张𠮷")).toBe("张𠮷");
  expect(avatarLetters("家👨‍👩‍👧")).toBe("家👨‍👩‍👧");
});

test("a nameless person gets an empty avatar, not an error", () => {
  expect(avatarLetters("")).toBe("");
});

test("the ground is stable per id and spreads over all eight colours", () => {
  expect(avatarGround("u-1")).toBe(avatarGround("u-1"));
  const ids = Array.from({ length: 200 }, (_, index) => `01993a7e-0000-7000-8000-${index}`);
  const used = new Set(ids.map(avatarGround));
  expect(used.size).toBe(8);
  const counts = [...used].map((ground) => ids.filter((id) => avatarGround(id) === ground).length);
  expect(Math.max(...counts)).toBeLessThan(60);
});
