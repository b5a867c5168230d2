import type { ConversationId, FileId } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";

/** What files need of the domains to the right. */
export interface FilePorts {
  /** Whether the actor may, at this moment, read that message and it carries that file. */
  mayRead(actor: Actor, conversationId: ConversationId, seq: number, fileId: FileId): Promise<boolean>;
}
