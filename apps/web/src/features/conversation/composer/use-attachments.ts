import type { ConversationId } from "@qunxin/protocol";
import { type ClipboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { loadTexts } from "../../../i18n/index.ts";
import { takeEarly } from "./early-drops.ts";
import type { Picked } from "./pick-files.ts";
import { useDrop } from "./use-drop.ts";

export interface Attachments {
  /** Files are being looked into. */
  reading: boolean;
  /** Files are being dragged over the conversation. */
  dropping: boolean;
  add: (picked: Picked | Promise<Picked>) => void;
  /** For the text field: pasted files do not become text. */
  onPaste: (event: ClipboardEvent) => void;
}

/** Files that come into a conversation by pasting, by dropping them anywhere on it, or from a tool. */
export function useAttachments(id: ConversationId, root: RefObject<HTMLElement | null>): Attachments {
  const [reading, setReading] = useState(0);
  const add = async (picked: Picked | Promise<Picked>) => {
    setReading((count) => count + 1);
    try {
      const [{ addFiles }, chosen] = await Promise.all([import("./add-files.ts"), picked, loadTexts("kinds")]);
      if (chosen.files.length > 0) await addFiles(id, chosen);
    } finally {
      setReading((count) => count - 1);
    }
  };
  const dropping = useDrop(root, (picked) => void add(picked));
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useEffect(() => {
    for (const picked of takeEarly(id)) void latest.current(picked);
  }, [id]);
  return {
    reading: reading > 0,
    dropping,
    add: (picked) => void add(picked),
    onPaste(event) {
      const files = [...event.clipboardData.files];
      // Office programs put a picture of the text beside the text: the text is meant.
      if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      void add({ files, handles: new Map() });
    },
  };
}
