import type { ConversationId } from "@qunxin/protocol";
import { useParams } from "@tanstack/react-router";
import { useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { useSidePanel } from "./use-side-panel.ts";

export interface InfoPanel {
  open: boolean;
  title: string;
  toggle: () => void;
}

/** The information of the open conversation in its drawer. */
export function useInfoPanel(): InfoPanel {
  const t = useT();
  const panel = useSidePanel();
  const { conversationId } = useParams({ strict: false });
  const item = useConversation((conversationId ?? "") as ConversationId);
  const open = panel.open === "info";
  return {
    open,
    title: t(item?.kind === "group" ? "chat.header.groupInfo" : "chat.header.info"),
    toggle: () => (open ? panel.close() : panel.show("info")),
  };
}
