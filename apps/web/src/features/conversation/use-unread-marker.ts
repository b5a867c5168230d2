import type { ConversationItem } from "@qunxin/client";
import { useEffect, useRef, useState } from "react";

/** What was unread when the person came: where the divider stands and where the pill at the top leads. */
export interface UnreadMarker {
  /** All up to this seq was read; null for no divider. */
  readonly readSeq: number | null;
  readonly count: number;
  /** Oldest unread message that mentions the person. */
  readonly mentionSeq: number | null;
}

const none: UnreadMarker = { readSeq: null, count: 0, mentionSeq: null };

/** Kept while the conversation is looked at; set anew when news came while the window was elsewhere. */
export function useUnreadMarker(item: ConversationItem): UnreadMarker {
  const [marker, setMarker] = useState<UnreadMarker>(() => markerOf(item));
  const latest = useRef(item);
  useEffect(() => {
    latest.current = item;
  });
  useEffect(() => {
    const onReturn = () => {
      const next = markerOf(latest.current);
      if (next.count > 0) setMarker(next);
    };
    window.addEventListener("focus", onReturn);
    return () => window.removeEventListener("focus", onReturn);
  }, []);
  return marker;
}

function markerOf({ unread, readSeq, mentionSeqs }: ConversationItem): UnreadMarker {
  return unread > 0 ? { readSeq, count: unread, mentionSeq: mentionSeqs[0] ?? null } : none;
}
