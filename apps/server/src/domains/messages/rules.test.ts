import { expect, test } from "vitest";
import { judgeMentionAll, judgeSpeaker, quoteOf, type SpeechRules } from "./rules.ts";

const now = new Date("2026-03-02T09:00:00Z");
const later = new Date("2026-03-02T10:00:00Z");
const speech = (maySpeak: boolean, state: SpeechRules["state"] = "active"): SpeechRules => ({
  state,
  maySpeak: () => maySpeak,
  mayMentionAll: () => false,
});

test("whoever may not speak is told why: dissolved, muted until then, or only staff may", () => {
  const member = { role: "member", mutedUntil: null } as const;
  expect(() => judgeSpeaker(speech(false, "dissolved"), member, now)).toThrow("conversations/dissolved");
  expect(() => judgeSpeaker(speech(false), { ...member, mutedUntil: later }, now)).toThrow("messages/muted");
  expect(() => judgeSpeaker(speech(false), { ...member, mutedUntil: now }, later)).toThrow("messages/all_muted");
  expect(() => judgeSpeaker(speech(true), member, now)).not.toThrow();
});

test("calling everybody without the right counts as plain text and warns", () => {
  expect(judgeMentionAll(true, false)).toEqual({ mentionAll: false, warning: "mention_all_denied" });
  expect(judgeMentionAll(true, true)).toEqual({ mentionAll: true, warning: null });
  expect(judgeMentionAll(false, false)).toEqual({ mentionAll: false, warning: null });
});

test("a quote is the first 120 characters, counting an emoji as one", () => {
  expect(quoteOf("短")).toBe("短");
  expect(quoteOf("😀".repeat(121))).toBe(`${"😀".repeat(120)}…`);
});
