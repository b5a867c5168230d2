import type { ConversationId } from "@qunxin/protocol";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { client } from "../../../app/live.ts";
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
  const [picked, setPicked] = useState<readonly Picked[]>(() => draftOf(id).mentions);
  const wanted = useRef<number | null>(null);
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
  useKeptDraft(id, text, picked, (draft) => {
    put(draft.text, draft.text.length);
    setPicked(draft.mentions);
  });
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

function draftOf(id: ConversationId): { text: string; mentions: readonly Picked[] } {
  return client.drafts.whole(id).getSnapshot() ?? { text: "", mentions: [] };
}

/**
 * Saves a moment after the last key, and at once when the conversation is left. What another device or tab wrote is
 * shown, unless something was typed here that is not saved yet.
 */
function useKeptDraft(
  id: ConversationId,
  text: string,
  picked: readonly Picked[],
  show: (draft: ReturnType<typeof draftOf>) => void,
): void {
  const latest = useRef({ text, picked, show });
  const saved = useRef(text);
  useEffect(() => {
    latest.current = { text, picked, show };
  });
  useEffect(() => {
    const keep = () => {
      saved.current = text;
      client.drafts.set(id, text, { mentions: [...picked] });
    };
    // A sent message must not stand in the list as a draft for a moment.
    if (text === "") return keep();
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  }, [id, text, picked]);
  useEffect(() => {
    const end = client.drafts.whole(id).subscribe(() => {
      const draft = draftOf(id);
      if (draft.text === latest.current.text || latest.current.text !== saved.current) return;
      saved.current = draft.text;
      latest.current.show(draft);
    });
    return () => {
      end();
      client.drafts.set(id, latest.current.text, { mentions: [...latest.current.picked] });
    };
  }, [id]);
}
