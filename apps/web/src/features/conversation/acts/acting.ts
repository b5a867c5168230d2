import type { ConversationId, Entry } from "@qunxin/protocol";
import { create } from "zustand";

/** A dialog of an act on one message. */
export interface ActDialog {
  readonly kind: "react" | "reactors" | "versions";
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** What is being done with messages of the open conversation. */
export interface Acting {
  /** Multi-select: the chosen seqs; null while it is off. */
  readonly picked: ReadonlySet<number> | null;
  /** Where a range chosen with Shift begins. */
  readonly anchor: number | null;
  /** One's own message that is being changed. */
  readonly editing: Entry | null;
  readonly dialog: ActDialog | null;
  /** Messages that the person has put an emoji on here: shown before the server tells of it. */
  readonly reacted: ReadonlySet<number>;
  /** A message to be shown, asked for from beside the timeline; a new object for each time. */
  readonly wanted: { readonly seq: number } | null;
}

const nothing: Acting = { picked: null, anchor: null, editing: null, dialog: null, reacted: new Set(), wanted: null };

export const useActing = create<Acting>(() => nothing);

/** Ends whatever is being done, as when another conversation is opened. */
export function endActing(): void {
  useActing.setState(nothing);
}

/** Begins choosing several messages, with this one chosen. */
export function startPicking(seq: number): void {
  useActing.setState({ picked: new Set([seq]), anchor: seq, editing: null });
}

export function stopPicking(): void {
  useActing.setState({ picked: null, anchor: null });
}

export function startEditing(entry: Entry): void {
  useActing.setState({ editing: entry, picked: null, anchor: null });
}

export function stopEditing(): void {
  useActing.setState({ editing: null });
}

export function openActDialog(dialog: ActDialog): void {
  useActing.setState({ dialog });
}

export function closeActDialog(): void {
  useActing.setState({ dialog: null });
}

/** Shows a message of the open conversation in the timeline. */
export function showMessage(seq: number): void {
  useActing.setState({ wanted: { seq } });
}
