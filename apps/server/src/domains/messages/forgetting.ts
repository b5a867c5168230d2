import type { Forget } from "../log/index.ts";
import { deleteBelow, deleteRecordsBelow } from "./forgetting-store.ts";

/** What messages keep of entries that retention removes: it goes with them. */
export const forgetMessages: Forget = async (tx, conversationId, belowSeq) => {
  await deleteRecordsBelow(tx, conversationId, belowSeq);
  await deleteBelow(tx, conversationId, belowSeq);
};
