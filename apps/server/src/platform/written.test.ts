import { expect, test } from "vitest";
import { writeJson, writeOnce } from "./written.ts";

function writtenOnce<Value extends object>(value: Value): Value {
  writeOnce(value);
  return value;
}

const textOf = (value: unknown) => writeJson(value).toString();

test("what was written once goes in as it is, wherever it stands and however often", () => {
  const entry = writtenOnce({ text: '说："\\u0000"', at: 1 });
  const whole = { list: [entry, { last: entry, none: null }], text: "—" };
  expect(textOf(whole)).toBe(JSON.stringify(whole));
  expect(JSON.parse(textOf(entry))).toEqual({ text: '说："\\u0000"', at: 1 });
});

test("a mark that comes from elsewhere makes the whole be written plainly", () => {
  const entry = writtenOnce({ text: "a" });
  const whole = { entry, odd: "\u0000" };
  expect(JSON.parse(textOf(whole))).toEqual({ entry: { text: "a" }, odd: "\u0000" });
});

test("a value that cannot be written leaves nothing behind for the next", () => {
  const round: { self?: unknown } = {};
  round.self = round;
  expect(() => writeJson({ entry: writtenOnce({ text: "a" }), round })).toThrow(TypeError);
  expect(textOf({ text: "b" })).toBe('{"text":"b"}');
});

test("what stands before the bytes is told how many they are", () => {
  const whole = writeJson({ text: "群" }, (bytes) => Buffer.from(`${bytes}:`));
  expect(whole.toString()).toBe('14:{"text":"群"}');
});

test("it is told how many bytes are kept", () => {
  expect(writeOnce({ text: "群" })).toBe('{"text":"群"}'.length + 2);
});
