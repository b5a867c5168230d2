import type { ConversationId, FileId, FileVariant } from "@qunxin/protocol";

/** Where a message stands; its files are read through it. */
export interface MessagePlace {
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** Address of a file: through its message or, before that is stored (null), as one's own upload. */
export function fileSource(place: MessagePlace | null, fileId: FileId, variant: FileVariant): string {
  // Spelt out here, so that the contract's schemas stay out of the first load.
  const through = place ? `${place.conversationId}/${place.seq}` : "own";
  return `/api/files/${through}/${fileId}/${variant}`;
}
