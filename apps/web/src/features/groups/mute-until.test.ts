import { expect, test } from "vitest";
import { muteUntil } from "./mute-until.ts";

const now = new Date("2026-09-05T10:00:00Z");

test("A mute of a given length ends that long from now", () => {
  expect(muteUntil("1h", "", now)?.toISOString()).toBe("2026-09-05T11:00:00.000Z");
  expect(muteUntil("7d", "", now)?.toISOString()).toBe("2026-09-12T10:00:00.000Z");
});

test("A chosen end must be a time in the future", () => {
  const local = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  expect(muteUntil("custom", local(new Date("2026-09-06T10:00:00Z")), now)).toEqual(new Date("2026-09-06T10:00:00Z"));
  expect(muteUntil("custom", local(new Date("2026-09-05T09:59:00Z")), now)).toBeNull();
  expect(muteUntil("custom", "", now)).toBeNull();
});
