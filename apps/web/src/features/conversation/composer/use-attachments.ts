import type { ConversationId } from "@qunxin/protocol";
import { type ClipboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { loadTexts } from "../../../i18n/index.ts";
import type { Picked } from "./pick-files.ts";

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
  const dropping = useDrop(root, (transfer) => {
    // What was dropped can be read only within the event: files first, handles as they come.
    const files = [...transfer.files];
    if (files.length > 0) void add(handled(transfer, files));
  });
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

type HandleItem = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

function handled({ items }: DataTransfer, files: readonly File[]): Promise<Picked> {
  const asked = [...items]
    .filter(({ kind }) => kind === "file")
    .map((item) => (item as HandleItem).getAsFileSystemHandle?.().catch(() => null) ?? null);
  return Promise.all(asked).then((found) => {
    const handles = new Map<File, FileSystemFileHandle>();
    for (const [index, file] of files.entries()) {
      const handle = found[index];
      if (handle?.kind === "file") handles.set(file, handle as FileSystemFileHandle);
    }
    return { files, handles };
  });
}

/** Whether files are held over the conversation; hands over what is dropped. */
function useDrop(root: RefObject<HTMLElement | null>, onDrop: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const area = root.current?.closest<HTMLElement>("[data-drop-area]");
    if (!area) return;
    let depth = 0;
    const move = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const withFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      act(event);
    };
    const listeners = {
      dragenter: withFiles(() => move(1)),
      dragover: withFiles(() => undefined),
      dragleave: withFiles(() => move(-1)),
      drop: withFiles((event) => {
        move(-depth);
        if (event.dataTransfer) latest.current(event.dataTransfer);
      }),
    };
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) area.addEventListener(name, listeners[name]);
    return () => {
      for (const name of names) area.removeEventListener(name, listeners[name]);
    };
  }, [root]);
  return over;
}
