import type { ConversationItem } from "@qunxin/client";
import { useEffect, useState } from "react";
import { client } from "../../app/live.ts";

const readAfterMs = 1_000;

export interface ReadMarksInput {
  item: ConversationItem;
  /** Seq of the lowest stored row that has been on the screen; 0 before the first. */
  lastSeenSeq: number;
}

/** Marks as read what stayed visible in a focused window for a second. */
export function useReadMarks({ item, lastSeenSeq }: ReadMarksInput): void {
  const watching = useWatching();
  const { id, readSeq, markedUnread } = item;
  useEffect(() => {
    if (!watching || lastSeenSeq === 0 || (lastSeenSeq <= readSeq && !markedUnread)) return;
    const timer = setTimeout(() => client.conversations.markRead(id, lastSeenSeq), readAfterMs);
    return () => clearTimeout(timer);
  }, [watching, id, lastSeenSeq, readSeq, markedUnread]);
}

/** Whether the window is in front of a person. */
function useWatching(): boolean {
  const [watching, setWatching] = useState(isWatched);
  useEffect(() => {
    const look = () => setWatching(isWatched());
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return watching;
}

function isWatched(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
