import { Outlet, useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { Panes } from "../../app/Panes.tsx";
import { useConversationDrawer } from "../conversation/ConversationDrawer.tsx";
import { ConversationList } from "./ConversationList.tsx";
import { useConversationShortcuts } from "./use-shortcuts.ts";

/** List, conversation and what is shown beside it; on a phone one at a time. */
export function ChatsLayout() {
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const searching = useLocation({ select: ({ pathname }) => pathname === "/chats/search" });
  const drawer = useConversationDrawer(conversationId);
  useConversationShortcuts(conversationId, (id) => {
    void navigate({ to: "/chats/$conversationId", params: { conversationId: id } });
  });
  return (
    <Panes
      list={<ConversationList selectedId={conversationId} />}
      main={<Outlet />}
      mainOpen={conversationId !== undefined || searching}
      drawer={drawer}
    />
  );
}
