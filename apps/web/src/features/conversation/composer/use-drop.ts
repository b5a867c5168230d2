import { type RefObject, useEffect, useRef, useState } from "react";
import type { Picked } from "./pick-files.ts";

/** Whether files are held over the conversation that the element is part of; hands over what is dropped on it. */
export function useDrop(root: RefObject<HTMLElement | null>, onDrop: (picked: Promise<Picked>) => void): boolean {
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
        // What was dropped can be read only within the event: files first, handles as they come.
        const files = [...(event.dataTransfer?.files ?? [])];
        if (event.dataTransfer && files.length > 0) latest.current(handled(event.dataTransfer, files));
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
