import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Panes } from "../../app/Panes.tsx";
import { Skeleton } from "../../ui/index.ts";
import { useInfoPanel } from "../conversation/use-info-panel.ts";
import { ConversationList } from "./ConversationList.tsx";
import { useConversationShortcuts } from "./use-shortcuts.ts";

const ConversationInfo = lazy(() =>
  import("../conversation/ConversationInfo.tsx").then(({ ConversationInfo }) => ({ default: ConversationInfo })),
);

/** List, conversation and its information side by side; on a phone one at a time. */
export function ChatsLayout() {
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const panel = useInfoPanel();
  useConversationShortcuts(conversationId, (id) => {
    void navigate({ to: "/chats/$conversationId", params: { conversationId: id } });
  });
  const info = conversationId !== undefined && (
    <Suspense fallback={<Skeleton rows={6} />}>
      <ConversationInfo conversationId={conversationId} />
    </Suspense>
  );
  return (
    <Panes
      list={<ConversationList selectedId={conversationId} />}
      main={<Outlet />}
      mainOpen={conversationId !== undefined}
      drawer={info ? { open: panel.open, onClose: panel.close, title: panel.title, content: info } : undefined}
    />
  );
}
