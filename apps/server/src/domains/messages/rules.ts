import { fail, type GroupRole } from "@qunxin/protocol";

export interface Speaker {
  readonly role: GroupRole;
  readonly mutedUntil: Date | null;
}

/** What a group decides about speaking in it. */
export interface SpeechRules {
  readonly state: "active" | "dissolved";
  maySpeak(speaker: Speaker, now: Date): boolean;
  mayMentionAll(role: GroupRole): boolean;
}

/** Judges who would write in a group. @throws conversations/dissolved, messages/muted, messages/all_muted */
export function judgeSpeaker(speech: SpeechRules, speaker: Speaker, now: Date): void {
  if (speech.state === "dissolved") fail("conversations/dissolved");
  if (speech.maySpeak(speaker, now)) return;
  const { mutedUntil } = speaker;
  if (mutedUntil !== null && mutedUntil > now) fail("messages/muted", { mutedUntil: mutedUntil.toISOString() });
  fail("messages/all_muted");
}

/** Calling everybody without the right goes out as plain text, with a warning. Acceptance 59. */
export function judgeMentionAll(
  asked: boolean,
  allowed: boolean,
): { mentionAll: boolean; warning: "mention_all_denied" | null } {
  return { mentionAll: asked && allowed, warning: asked && !allowed ? "mention_all_denied" : null };
}

/** The start of a quoted text; whole characters, so that no emoji is cut in half. */
export function quoteOf(text: string): string {
  const characters = [...text];
  return characters.length > quotedCharacters ? `${characters.slice(0, quotedCharacters).join("")}…` : text;
}

const quotedCharacters = 120;
