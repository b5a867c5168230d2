import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { client } from "../../app/live.ts";
import { toast } from "../../ui/index.ts";

export interface OpenDirect {
  open: (personId: PrincipalId, fromGroup?: ConversationId) => void;
  pending: boolean;
}

/** 发消息: opens the direct conversation with somebody; `fromGroup` is the group it is opened from, which may forbid it. */
export function useOpenDirect(onOpened?: () => void): OpenDirect {
  const navigate = useNavigate();
  const [pending, setPending] = useState(false);
  const open: OpenDirect["open"] = (personId, fromGroup) => {
    setPending(true);
    client.conversations
      .openDirect(personId, fromGroup)
      .then((conversationId) => {
        onOpened?.();
        return navigate({ to: "/chats/$conversationId", params: { conversationId } });
      })
      .catch((error: unknown) => toast.error(failureText(error)))
      .finally(() => setPending(false));
  };
  return { open, pending };
}
