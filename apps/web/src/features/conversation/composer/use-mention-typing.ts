import type { ConversationItem } from "@qunxin/client";
import type { GroupDetails } from "@qunxin/protocol";
import { useState } from "react";
import { mentionQuery, mentionToken } from "./mention-text.ts";
import type { ComposerText } from "./use-composer-text.ts";
import { type MentionChoice, useMentionChoices } from "./use-mention-choices.ts";

export interface MentionTyping {
  choices: readonly MentionChoice[];
  active: number;
  pick: (choice: MentionChoice) => void;
  /** Takes arrows, Enter, Tab and Esc while the list is open; answers whether the key was its own. */
  onKey: (key: string) => boolean;
}

/** The mention list of a composer: null while it is closed. */
export function useMentionTyping(
  item: ConversationItem,
  details: GroupDetails | undefined,
  composer: ComposerText,
): MentionTyping | null {
  const query = mentionQuery(composer.text, composer.caret);
  // Esc closes the list for that @ only.
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [place, setPlace] = useState({ query: "", index: 0 });
  const typed = query && query.start !== dismissed ? query.query : null;
  const found = useMentionChoices(item.kind === "group" ? item.id : undefined, details, typed);
  if (!query && dismissed !== null) setDismissed(null);
  if (!query || !found || found.choices.length === 0) return null;
  const { choices } = found;
  const active = place.query === query.query ? Math.min(place.index, choices.length - 1) : 0;
  const pick = (choice: MentionChoice) => {
    composer.replace(query.start, composer.caret, mentionToken(choice.name), { id: choice.id, name: choice.name });
  };
  return {
    choices,
    active,
    pick,
    onKey(key) {
      const chosen = choices[active];
      if ((key === "Enter" || key === "Tab") && chosen) {
        pick(chosen);
        return true;
      }
      if (key === "Escape") {
        setDismissed(query.start);
        return true;
      }
      const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
      if (step === 0) return false;
      setPlace({ query: query.query, index: (active + step + choices.length) % choices.length });
      return true;
    },
  };
}
