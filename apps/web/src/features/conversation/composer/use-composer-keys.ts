import { type KeyboardEvent, useRef } from "react";
import { isImeKey, sendIntent } from "../../../ui/index.ts";
import { mentionBefore } from "./mention-text.ts";
import type { ComposerText } from "./use-composer-text.ts";
import type { MentionTyping } from "./use-mention-typing.ts";

export interface ComposerKeysInput {
  composer: ComposerText;
  /** The mention list, while it is open. */
  mention: MentionTyping | null;
  send: () => void;
  onEscape: () => void;
}

export interface ComposerKeys {
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onCompositionEnd: (event: { timeStamp: number }) => void;
}

/** Keys of the composer: the mention list first, then Esc, whole mentions by Backspace, and sending. Never an IME's keys. */
export function useComposerKeys({ composer, mention, send, onEscape }: ComposerKeysInput): ComposerKeys {
  const compositionEndedAt = useRef<number | undefined>(undefined);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isImeKey(event.nativeEvent, compositionEndedAt.current)) return;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (plain && mention?.onKey(event.key)) return event.preventDefault();
    if (event.key === "Escape") return onEscape();
    if (event.key === "Backspace" && plain && removeMention(event.currentTarget, composer)) {
      return event.preventDefault();
    }
    if (sendIntent(event.nativeEvent, "enter", compositionEndedAt.current) !== "send") return;
    event.preventDefault();
    send();
  };
  return {
    onKeyDown,
    onCompositionEnd: (event) => {
      compositionEndedAt.current = event.timeStamp;
    },
  };
}

function removeMention({ selectionStart, selectionEnd }: HTMLTextAreaElement, composer: ComposerText): boolean {
  if (selectionStart !== selectionEnd) return false;
  const whole = mentionBefore(composer.text, selectionStart, composer.picked);
  if (whole) composer.replace(whole.start, whole.end, "");
  return whole !== null;
}
