import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function ConversationList() {
  const t = useT();
  return (
    <>
      <ScreenHeader root title={t("shell.nav.chats")} />
      <EmptyState title={t("common.empty")} />
    </>
  );
}
