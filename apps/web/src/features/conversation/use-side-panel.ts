import type { ConversationId } from "@qunxin/protocol";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useConversation } from "../../app/live.ts";
import type { ConversationPanel } from "../../app/routes/chats.ts";

export interface SidePanel {
  /** Null: closed. */
  open: ConversationPanel | null;
  /** Where the open thread begins. */
  root: number | undefined;
  close: () => void;
  show: (panel: "info" | "pins" | "search") => void;
  showThread: (rootSeq: number) => void;
}

/** The drawer of the open conversation; it lives in the URL, so that Back closes it. */
export function useSidePanel(): SidePanel {
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const { panel, root } = useSearch({ strict: false });
  const item = useConversation((conversationId ?? "") as ConversationId);
  const known = item !== null && (panel !== "thread" || root !== undefined);
  const to = (search: { panel?: ConversationPanel; root?: number }) => {
    if (conversationId === undefined) return;
    const replace = search.panel === undefined || panel !== undefined;
    void navigate({ to: "/chats/$conversationId", params: { conversationId }, search, replace });
  };
  return {
    open: known && panel ? panel : null,
    root,
    close: () => to({}),
    show: (next) => to({ panel: next }),
    showThread: (rootSeq) => to({ panel: "thread", root: rootSeq }),
  };
}
