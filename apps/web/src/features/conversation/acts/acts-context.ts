import type { ConversationId, Entry, SaidDraft } from "@qunxin/protocol";
import { createContext } from "react";

/** Where acts on the messages below lead to. */
export interface ActsPlace {
  readonly conversationId: ConversationId;
  /** The messages below are those of a thread. */
  readonly inThread: boolean;
  readonly onReply: (entry: Entry) => void;
  readonly openThread: (rootSeq: number) => void;
  /** Puts what was recalled back into the composer. */
  readonly restore: (said: SaidDraft) => void;
}

/** Null where nothing can be done with messages. */
export const ActsContext = createContext<ActsPlace | null>(null);
