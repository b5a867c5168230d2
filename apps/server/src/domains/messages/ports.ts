import type { ConversationId, FileId, FileMeta, MessageContent, PrincipalId, ServerEvent } from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";
import type { Reading } from "../../platform/database.ts";

/** What is live on this server's sockets. The socket transport implements it. */
export interface LivePort {
  /** Tells the others in the conversation, unless they have too much to do. */
  typing(conversationId: ConversationId, by: PrincipalId): void;
  /** Which of these people have a device online. */
  online(ids: readonly PrincipalId[]): PrincipalId[];
  /** From now on the caller's socket is told of these people; a caller without a socket is told of nobody. */
  watch(caller: Caller, actor: Actor, ids: readonly PrincipalId[]): void;
  /** The caller's socket, always the same object; null when the call came otherwise, or the socket has closed. */
  listener(caller: Caller): Listener | null;
}

/** One device on a socket. */
export interface Listener {
  readonly personId: PrincipalId;
  tell(event: ServerEvent): void;
  /** Runs the work when the socket closes. */
  onEnd(work: () => void): void;
}

/** The files about to be sent. The files domain implements it. */
export interface FilesPort {
  /**
   * The actor's own ready uploads or, with `source`, files of a message that the actor may read; in that order.
   * @throws files/not_found, files/not_ready
   */
  forMessage(
    reading: Reading,
    actor: Actor,
    fileIds: readonly FileId[],
    source?: { conversationId: ConversationId; seq: number },
  ): Promise<FileMeta[]>;
}

/** Previews of links that were made for the actor. */
export interface LinksPort {
  /** Null when there is no such preview, or it is not the actor's. */
  forMessage(actor: Actor, linkId: string): Promise<Extract<MessageContent, { type: "link" }> | null>;
}

/** No links are previewed: until their domain fills the port in. */
export const noLinks: LinksPort = { forMessage: async () => null };
