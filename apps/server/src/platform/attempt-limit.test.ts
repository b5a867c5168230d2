import { expect, test } from "vitest";
import { createAttemptLimit, networkOf } from "./attempt-limit.ts";
import { createLocalBus } from "./bus.ts";
import { movableClock } from "./clock.ts";

const refused = expect.objectContaining({ code: "request/rate_limited" });

test("after too many attempts one waits until the window is over, and nobody else does", () => {
  const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
  const limit = createAttemptLimit({ clock, bus: createLocalBus() }, { name: "test", attempts: 3, windowMs: 60_000 });
  for (let i = 0; i < 3; i++) {
    limit.judge("a");
    limit.note("a");
  }
  expect(() => limit.judge("a")).toThrow(refused);
  limit.judge("b");
  clock.moveBy(60_000);
  limit.judge("a");
});

test("a clock that is set back lets everybody try again, instead of making them wait for the time it lost", () => {
  const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
  const limit = createAttemptLimit({ clock, bus: createLocalBus() }, { name: "test", attempts: 1, windowMs: 60_000 });
  limit.note("a");
  clock.moveBy(-24 * 3_600_000);
  limit.judge("a");
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
