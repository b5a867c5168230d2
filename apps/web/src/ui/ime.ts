/** What the IME rules need of a keydown; a DOM KeyboardEvent fits. */
export interface KeyLike {
  key: string;
  isComposing: boolean;
  keyCode: number;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  timeStamp: number;
}

export type SendKey = "enter" | "mod-enter";

/** Safari ends a composition before it reports the Enter that ended it, a few milliseconds later. */
const safariEnterGapMs = 50;

/**
 * True when a keydown belongs to an input method and must be ignored: Enter, Tab, Esc, arrows and every shortcut.
 * `compositionEndedAt` is the timeStamp (ms) of the last compositionend on the same field, if any.
 */
export function isImeKey(
  event: Pick<KeyLike, "key" | "isComposing" | "keyCode" | "timeStamp">,
  compositionEndedAt = Number.NEGATIVE_INFINITY,
): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  return event.key === "Enter" && event.timeStamp - compositionEndedAt < safariEnterGapMs;
}

/** What a keydown in a composer asks for; `sendKey` says whether Enter or Ctrl/⌘+Enter sends. */
export function sendIntent(event: KeyLike, sendKey: SendKey, compositionEndedAt?: number): "send" | "newline" | "none" {
  if (event.key !== "Enter" || isImeKey(event, compositionEndedAt)) return "none";
  const mod = event.ctrlKey || event.metaKey;
  if (sendKey === "mod-enter") return mod ? "send" : "newline";
  return event.shiftKey || event.altKey || mod ? "newline" : "send";
}
