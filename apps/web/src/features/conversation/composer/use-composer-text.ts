import type { ConversationId } from "@qunxin/protocol";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { client } from "../../../app/live.ts";
import { keepDraftMentions, readDraftMentions } from "./draft-mentions.ts";
import type { Picked } from "./mention-text.ts";

const keepAfterMs = 300;

export interface ComposerText {
  text: string;
  caret: number;
  picked: readonly Picked[];
  /** What the person typed, with where the caret stands now. */
  typed: (text: string, caret: number) => void;
  /** Replaces a stretch, e.g. with a mention or an emoji, and puts the caret behind it. */
  replace: (start: number, end: number, by: string, picked?: Picked) => void;
  moved: (caret: number) => void;
  /** Empties it, or puts a refused message back. */
  reset: (text?: string, picked?: readonly Picked[]) => void;
}

/** Text of the composer with its picked mentions, kept as the conversation's draft. Key the component by conversation. */
export function useComposerText(id: ConversationId, field: RefObject<HTMLTextAreaElement | null>): ComposerText {
  const [text, setText] = useState(() => client.drafts.of(id).getSnapshot());
  const [caret, setCaret] = useState(() => text.length);
  const [picked, setPicked] = useState<readonly Picked[]>(() => readDraftMentions(id));
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    field.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  useKeptDraft(id, text, picked);
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
      if (next.trim() !== "") client.typing.notify(id);
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

/** Saves a moment after the last key, and at once when the conversation is left. */
function useKeptDraft(id: ConversationId, text: string, picked: readonly Picked[]): void {
  const latest = useRef({ text, picked });
  useEffect(() => {
    latest.current = { text, picked };
    const keep = () => {
      client.drafts.set(id, text);
      keepDraftMentions(id, text === "" ? [] : picked);
    };
    // A sent message must not stand in the list as a draft for a moment.
    if (text === "") return keep();
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [id, text, picked]);
  useEffect(
    () => () => {
      client.drafts.set(id, latest.current.text);
      keepDraftMentions(id, latest.current.text === "" ? [] : latest.current.picked);
    },
    [id],
  );
}
