import type { ConversationId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Network, Plus, UsersRound } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useT, withTexts } from "../../i18n/index.ts";
import { IconButton, isImeKey, Menu } from "../../ui/index.ts";

const NewGroupDialog = lazy(
  withTexts("groups", () =>
    import("../groups/NewGroupDialog.tsx").then(({ NewGroupDialog }) => ({ default: NewGroupDialog })),
  ),
);

/** The + of the conversation list. */
export function NewChatMenu() {
  const t = useT();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  useNewGroupShortcut(() => setOpen(true));
  const onCreated = (conversationId: ConversationId) =>
    void navigate({ to: "/chats/$conversationId", params: { conversationId } });
  return (
    <>
      <Menu
        align="end"
        items={[
          {
            label: t("chat.list.newGroup"),
            icon: <UsersRound size={15} />,
            onSelect: () => setOpen(true),
            shortcut: "Alt+N",
          },
          {
            label: t("chat.list.newByDepartment"),
            icon: <Network size={15} />,
            onSelect: () => void navigate({ to: "/contacts" }),
          },
        ]}
      >
        <IconButton
          label={t("chat.list.new")}
          icon={<Plus size={18} />}
          className="md:border md:border-line md:bg-pane"
        />
      </Menu>
      <Suspense>{open && <NewGroupDialog open onOpenChange={setOpen} onCreated={onCreated} />}</Suspense>
    </>
  );
}

/** Alt+N, by the place of the key: with Alt some layouts type another letter. */
function useNewGroupShortcut(open: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== "KeyN" || !event.altKey || event.ctrlKey || event.metaKey || isImeKey(event)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}
