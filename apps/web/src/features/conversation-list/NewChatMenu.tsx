import type { ConversationId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Network, Plus, UsersRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useT, withTexts } from "../../i18n/index.ts";
import { IconButton, Menu } from "../../ui/index.ts";

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
  const onCreated = (conversationId: ConversationId) =>
    void navigate({ to: "/chats/$conversationId", params: { conversationId } });
  return (
    <>
      <Menu
        align="end"
        items={[
          { label: t("chat.list.newGroup"), icon: <UsersRound size={15} />, onSelect: () => setOpen(true) },
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
