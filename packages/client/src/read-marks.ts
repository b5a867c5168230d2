import type { ConversationId, ConversationSummary } from "@qunxin/protocol";
import type { Acts } from "./acts.ts";
import type { ReadMark } from "./conversation-reducer.ts";
import type { Timing } from "./transport.ts";

export interface ReadMarks {
  /** Marks as read up to that seq: shown at once when that is everything, told to the server a moment later. */
  mark(conversation: ConversationSummary, seq: number): void;
  reset(): void;
}

const tellAfterMs = 300;

/** Sends read marks a moment later, the furthest one only; offline they wait. */
export function createReadMarks(
  acts: Acts,
  timing: Timing,
  moved: (id: ConversationId, mark: ReadMark) => void,
): ReadMarks {
  const due = new Map<ConversationId, { seq: number; cancel: () => void }>();

  function tell(id: ConversationId, seq: number): void {
    due.delete(id);
    const key = readKey(id);
    const waiting = acts.waiting(key, "conversations.markRead")?.seq ?? 0;
    // A refusal is dealt with where all outcomes of acts are.
    acts.do(key, "conversations.markRead", { conversationId: id, seq: Math.max(seq, waiting) }).catch(() => undefined);
  }

  return {
    mark({ id, lastSeq, lastOrdinal, readSeq, markedUnread }, seq) {
      const waiting = due.get(id);
      if (waiting ? waiting.seq >= seq : readSeq >= seq && !markedUnread) return;
      waiting?.cancel();
      due.set(id, { seq, cancel: timing.after(tellAfterMs, () => tell(id, seq)) });
      if (seq >= lastSeq) moved(id, { readSeq: lastSeq, readOrdinal: lastOrdinal, markedUnread: false });
    },
    reset() {
      for (const { cancel } of due.values()) cancel();
      due.clear();
    },
  };
}

/** Under which key the read mark of a conversation waits. */
export function readKey(id: ConversationId): string {
  return `read ${id}`;
}
