import type {
  ClientMessageId,
  ConversationId,
  Entry,
  EntryBody,
  EntryId,
  GroupRole,
  JoinWay,
  LeaveWay,
  MessageBody,
  PrincipalId,
} from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";

/** An entry about to be written; `at` only where history is loaded from elsewhere. */
export interface Draft {
  readonly body: EntryBody;
  readonly by: PrincipalId | null;
  readonly at?: Date;
}

/** Somebody about to come into a conversation. `byHand`: following departments never takes them out. */
export interface Joining {
  readonly id: PrincipalId;
  readonly role: GroupRole;
  readonly way: JoinWay;
  readonly byHand: boolean;
}

/** Who may write in a conversation as of `accessVersion`. */
export interface Access {
  readonly accessVersion: number;
  readonly kind: "direct" | "group";
  readonly members: ReadonlyMap<PrincipalId, { readonly role: GroupRole; readonly mutedUntil: Date | null }>;
}

export interface MessageDraft {
  readonly conversationId: ConversationId;
  readonly by: PrincipalId;
  readonly clientId: ClientMessageId;
  readonly body: MessageBody;
  /** Of the access by which the message was judged. */
  readonly accessVersion: number;
}

export interface Appended {
  readonly id: EntryId;
  readonly seq: number;
  readonly ordinal: number;
  readonly at: Date;
  /** True when the retry key had been used: this is the entry stored then. */
  readonly duplicate: boolean;
}

export type LeaveReason = LeaveWay | "dissolved";

/** Who came in and who went at the last of `entries`; "many": ask the store. */
export type AccessChange =
  | "many"
  | {
      readonly joined: readonly PrincipalId[];
      readonly left: readonly { readonly id: PrincipalId; readonly reason: LeaveReason }[];
    };

export interface LogChanged {
  readonly conversationId: ConversationId;
  /** Ascending, without a gap. Empty: nothing was written, or it was too much to send along. */
  readonly entries: readonly Entry[];
  /** Null when nothing changed that decides who may read or write. */
  readonly accessChanged: AccessChange | null;
}

/** Something was written to a conversation. Publications of one conversation may arrive out of order of seq. */
export const logChanged = topic<LogChanged>("log.changed", ({ conversationId, accessChanged }) => ({
  conversationId,
  entries: [],
  accessChanged: accessChanged && "many",
}));

/** Entries look different to one person, to nobody else: deleted for themselves, say. */
export const ownEntriesChanged = topic<{
  readonly conversationId: ConversationId;
  readonly personId: PrincipalId;
  readonly seqs: readonly number[];
}>("log.own_entries_changed");

/** Somebody's own read mark moved, or their own settings of a conversation changed. */
export const keepingChanged = topic<{
  readonly conversationId: ConversationId;
  readonly personId: PrincipalId;
  /** Set when only the mark moved. */
  readonly read: { readonly readSeq: number; readonly readOrdinal: number; readonly markedUnread: boolean } | null;
}>("log.keeping_changed");
