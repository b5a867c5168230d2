import type { TimelineRow } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { useMemo } from "react";
import { type Outgoing, useOutgoingState } from "./outgoing.ts";

/** The rows of a timeline and, behind them, the messages whose files are still on their way. */
export function useUploadRows(id: ConversationId, rows: readonly TimelineRow[]): readonly TimelineRow[] {
  const all = useOutgoingState((state) => state.all);
  return useMemo(() => {
    const there = new Set(rows.map(({ key }) => key));
    const mine = all.filter((one) => one.conversationId === id && !there.has(one.key));
    return mine.length === 0 ? rows : [...rows, ...mine.map(rowOf)];
  }, [id, rows, all]);
}

const made = new Map<string, TimelineRow>();

/** The same row object while the message is on its way: progress redraws only what shows it. */
function rowOf({ key, draft, at }: Outgoing): TimelineRow {
  const found = made.get(key);
  if (found) return found;
  const row: TimelineRow = { key, state: "pending", clientId: key, draft, at, error: null };
  made.set(key, row);
  return row;
}
