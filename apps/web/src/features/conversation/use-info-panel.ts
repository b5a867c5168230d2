import type { ConversationId } from "@qunxin/protocol";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";

export interface InfoPanel {
  open: boolean;
  title: string;
  close: () => void;
  toggle: () => void;
}

/** The information drawer of the open conversation; it lives in the URL, so that Back closes it. */
export function useInfoPanel(): InfoPanel {
  const t = useT();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const { panel } = useSearch({ strict: false });
  const item = useConversation((conversationId ?? "") as ConversationId);
  const open = panel === "info" && item !== null;
  const show = (on: boolean) => {
    if (conversationId === undefined) return;
    void navigate({
      to: "/chats/$conversationId",
      params: { conversationId },
      search: on ? { panel: "info" } : {},
      replace: !on,
    });
  };
  return {
    open,
    title: t(item?.kind === "group" ? "chat.header.groupInfo" : "chat.header.info"),
    close: () => show(false),
    toggle: () => show(!open),
  };
}
