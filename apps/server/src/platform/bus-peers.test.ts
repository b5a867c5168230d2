import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPeers } from "./bus-peers.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const told = { beats: 0, lost: 0, met: [] as string[] };
  const beat = () => void told.beats++;
  const peers = createPeers({
    beat,
    lost: () => void told.lost++,
    met: (id) => void told.met.push(id),
    log: { warn: () => undefined },
  });
  return { peers, told };
}

test("a process that is not heard of any more is told of once; one that said good-bye, or goes on, never", () => {
  const { peers, told } = open();
  for (const id of ["dies", "leaves", "lives"]) peers.heard(id, false);
  peers.heard("leaves", true);
  for (let seconds = 0; seconds < 60; seconds += 2) {
    peers.heard("lives", false);
    vi.advanceTimersByTime(2_000);
    if (seconds === 6) expect(told.lost).toBe(0);
    if (seconds === 12) expect(told.lost).toBe(1);
  }
  expect(told.lost).toBe(1);
  expect(told.met).toEqual(["dies", "leaves", "lives"]);
  peers.stop();
});

test("who has nothing to say is heard of all the same, and who speaks does not say it twice", () => {
  const { peers, told } = open();
  vi.advanceTimersByTime(10_000);
  expect(told.beats).toBe(5);
  for (let turn = 0; turn < 5; turn++) {
    peers.said();
    vi.advanceTimersByTime(2_000);
  }
  expect(told.beats).toBe(5);
  peers.stop();
});
