import type { ConversationId } from "@qunxin/protocol";
import { create } from "zustand";

/** A dialog over whatever screen is open. */
export type OpenDialog =
  | { kind: "forward"; from: ConversationId; seqs: readonly number[]; mode: "each" | "merged"; onDone?: () => void }
  | { kind: "record"; conversationId: ConversationId; seq: number; title: string; path: readonly number[] }
  | { kind: "remind"; conversationId: ConversationId; seq: number }
  | { kind: "labels"; conversationId: ConversationId };

/** Which of them is open; `DialogHost` draws it. */
export const useDialogs = create<{ open: OpenDialog | null }>(() => ({ open: null }));

export function openDialog(dialog: OpenDialog): void {
  useDialogs.setState({ open: dialog });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null });
}

/** Asks where to forward messages to. `onDone` follows once they are on their way, for leaving a multi-selection. */
export function openForward(
  from: ConversationId,
  seqs: readonly number[],
  mode: "each" | "merged" = "each",
  onDone?: () => void,
): void {
  openDialog({ kind: "forward", from, seqs, mode, ...(onDone ? { onDone } : {}) });
}
