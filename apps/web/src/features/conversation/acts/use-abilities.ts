import type { ConversationId, MessageAbilities } from "@qunxin/protocol";
import { useCall } from "../../../app/api.ts";

/** A right may end at any minute; what the server answers to the act itself is what counts. */
const freshMs = 15_000;

/** What one may do to a message, as the server sees it; undefined until known. */
export function useAbilities(
  conversationId: ConversationId | undefined,
  seq: number | null,
): MessageAbilities | undefined {
  const { data } = useCall(
    "messages.can",
    { conversationId: conversationId ?? ("" as ConversationId), seq: seq ?? 0 },
    { enabled: conversationId !== undefined && seq !== null, staleTime: freshMs, retry: false },
  );
  return data;
}
