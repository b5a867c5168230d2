import { expect, test } from "vitest";
import { isImeKey, type KeyLike, sendIntent } from "./ime.ts";

const key = (partial: Partial<KeyLike>): KeyLike => ({
  key: "Enter",
  isComposing: false,
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  timeStamp: 1000,
  ...partial,
});

test("a key pressed while composing belongs to the input method", () => {
  expect(isImeKey(key({ isComposing: true }))).toBe(true);
  expect(isImeKey(key({ key: "ArrowDown", keyCode: 229 }))).toBe(true);
  expect(isImeKey(key({}))).toBe(false);
});

test("an Enter within 50 ms of the end of a composition is dropped, as Safari sends it late", () => {
  expect(isImeKey(key({ timeStamp: 1000 }), 951)).toBe(true);
  expect(isImeKey(key({ timeStamp: 1000 }), 950)).toBe(false);
  expect(isImeKey(key({ key: "a", timeStamp: 1000 }), 990)).toBe(false);
});

test("Enter sends and Shift+Enter breaks the line", () => {
  expect(sendIntent(key({}), "enter")).toBe("send");
  expect(sendIntent(key({ shiftKey: true }), "enter")).toBe("newline");
  expect(sendIntent(key({ ctrlKey: true }), "enter")).toBe("newline");
  expect(sendIntent(key({ key: "a" }), "enter")).toBe("none");
});

test("with the keys swapped, Ctrl+Enter sends and Enter breaks the line", () => {
  expect(sendIntent(key({}), "mod-enter")).toBe("newline");
  expect(sendIntent(key({ ctrlKey: true }), "mod-enter")).toBe("send");
  expect(sendIntent(key({ metaKey: true }), "mod-enter")).toBe("send");
});

test("an Enter that picks a candidate never sends", () => {
  expect(sendIntent(key({ isComposing: true }), "enter")).toBe("none");
  expect(sendIntent(key({ timeStamp: 1000 }), "enter", 990)).toBe("none");
});
