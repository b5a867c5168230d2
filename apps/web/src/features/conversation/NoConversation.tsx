import { MessageSquare } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function NoConversation() {
  const t = useT();
  return <EmptyState icon={<MessageSquare size={28} strokeWidth={1.6} />} title={t("shell.chats.none")} />;
}
