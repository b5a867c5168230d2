import type { ConversationId } from "@qunxin/protocol";
import { useState } from "react";

const keyOf = (id: ConversationId) => `qunxin.format.${id}`;

/** Whether the draft of a conversation is Markdown; kept beside the draft on this device. */
export function useFormat(id: ConversationId): [boolean, (change: (now: boolean) => boolean) => void] {
  const [format, setFormat] = useState(() => read(id));
  return [
    format,
    (change) => {
      const next = change(format);
      setFormat(next);
      try {
        if (next) localStorage.setItem(keyOf(id), "1");
        else localStorage.removeItem(keyOf(id));
      } catch {
        // Without storage it lasts until the conversation is left.
      }
    },
  ];
}

function read(id: ConversationId): boolean {
  try {
    return localStorage.getItem(keyOf(id)) !== null;
  } catch {
    return false;
  }
}
