import { expect, test } from "vitest";
import { waveformOf } from "./recorder.ts";

test("the waveform of a long note has at most 64 peaks, the loudest of each stretch", () => {
  const peaks = Array.from({ length: 640 }, (_, index) => (index % 10 === 3 ? 80 : 5));
  expect(waveformOf(peaks)).toEqual(Array.from({ length: 64 }, () => 100));
});

test("a soft note is drawn as loud as can be seen, silence stays silence", () => {
  expect(waveformOf([10, 20, 40])).toEqual([25, 50, 100]);
  expect(waveformOf([0, 0])).toEqual([0, 0]);
  expect(waveformOf([])).toEqual([]);
});
