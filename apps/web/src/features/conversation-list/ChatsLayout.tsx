import { Outlet, useParams } from "@tanstack/react-router";
import { Panes } from "../../app/Panes.tsx";
import { ConversationList } from "./ConversationList.tsx";

export function ChatsLayout() {
  const { conversationId } = useParams({ strict: false });
  return <Panes list={<ConversationList />} main={<Outlet />} mainOpen={conversationId !== undefined} />;
}
