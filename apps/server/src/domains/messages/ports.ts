import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";

/** What is live on this server's sockets. The socket transport implements it. */
export interface LivePort {
  /** Tells the others in the conversation, unless they have too much to do. */
  typing(conversationId: ConversationId, by: PrincipalId): void;
  /** Which of these people have a device online. */
  online(ids: readonly PrincipalId[]): PrincipalId[];
  /** From now on the caller's socket is told of these people; a caller without a socket is told of nobody. */
  watch(caller: Caller, actor: Actor, ids: readonly PrincipalId[]): void;
}
