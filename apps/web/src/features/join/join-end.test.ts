import { expect, test } from "vitest";
import { endOf, isFull } from "./join-end.ts";

test("An invitation that cannot work any more says why instead of offering another try", () => {
  expect(endOf("groups/invite_expired")).toBe("expired");
  expect(endOf("groups/invite_revoked")).toBe("revoked");
  expect(endOf("groups/invite_used_up")).toBe("usedUp");
  expect(endOf("conversations/dissolved")).toBe("dissolved");
  expect(endOf("groups/member_limit")).toBe("full");
});

test("A failure that may pass is not the end of an invitation", () => {
  expect(endOf("server/busy")).toBeNull();
  expect(endOf(null)).toBeNull();
});

test("A group is full at its limit, and never without one", () => {
  expect(isFull({ memberCount: 2000, memberLimit: 2000 })).toBe(true);
  expect(isFull({ memberCount: 1999, memberLimit: 2000 })).toBe(false);
  expect(isFull({ memberCount: 9000, memberLimit: null })).toBe(false);
});
