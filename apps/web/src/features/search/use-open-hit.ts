import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { failureText } from "../../app/failure-text.ts";
import { client } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { toast } from "../../ui/index.ts";
import { keepSearch } from "./recent-searches.ts";

export interface OpenHit {
  /** Opens a conversation, at that message if one is given. */
  conversation: (id: ConversationId, seq?: number) => void;
  /** Opens the direct conversation with somebody. */
  person: (id: PrincipalId) => void;
}

/** Leads to what was found, and keeps what was looked for among the recent searches. */
export function useOpenHit(query: string, onDone?: () => void): OpenHit {
  const navigate = useNavigate();
  const me = useShell((state) => state.me?.id);
  const open = async (id: ConversationId, seq?: number) => {
    keepSearch(me, query);
    // It may be off the list because it was removed from it.
    if (!client.conversations.of(id).getSnapshot()) await client.conversations.fetch(id);
    const search = seq === undefined ? {} : { at: seq };
    await navigate({ to: "/chats/$conversationId", params: { conversationId: id }, search });
    onDone?.();
  };
  const told = (error: unknown) => void toast.error(failureText(error));
  return {
    conversation: (id, seq) => void open(id, seq).catch(told),
    person: (id) =>
      void client.conversations
        .openDirect(id)
        .then((found) => open(found))
        .catch(told),
  };
}
