import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { Picked } from "../composer/mention-text.ts";
import type { ComposerText } from "../composer/use-composer-text.ts";

/** Text of a small composer with its picked mentions; nothing of it outlives the screen. */
export function useLineText(
  field: RefObject<HTMLTextAreaElement | null>,
  initial: { text: string; picked: readonly Picked[] } = { text: "", picked: [] },
): ComposerText {
  const [text, setText] = useState(initial.text);
  const [caret, setCaret] = useState(initial.text.length);
  const [picked, setPicked] = useState(initial.picked);
  const wanted = useRef<number | null>(initial.text.length);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  const put = (next: string, at: number) => {
    wanted.current = at;
    setText(next);
    setCaret(at);
  };
  return {
    text,
    caret,
    picked,
    typed(next, at) {
      setText(next);
      setCaret(at);
    },
    replace(start, end, by, one) {
      put(text.slice(0, start) + by + text.slice(end), start + by.length);
      if (one) setPicked((now) => [...now, one]);
    },
    moved: setCaret,
    reset(next = "", nextPicked = []) {
      put(next, next.length);
      setPicked(nextPicked);
    },
  };
}
