import { useNavigate, useParams } from "@tanstack/react-router";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useIsPhone } from "../../ui/index.ts";

export function ConversationScreen() {
  const { conversationId } = useParams({ from: "/signed-in/chats/$conversationId" });
  const navigate = useNavigate();
  const phone = useIsPhone();
  return <ScreenHeader title={conversationId} onBack={phone ? () => void navigate({ to: "/chats" }) : undefined} />;
}
