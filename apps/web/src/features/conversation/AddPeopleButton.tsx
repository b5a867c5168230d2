import type { ConversationItem } from "@qunxin/client";
import type { Selection } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useShell } from "../../app/shell-state.ts";
import { useT, withTexts } from "../../i18n/index.ts";
import { IconButton } from "../../ui/index.ts";
import type { GroupDetails } from "./use-group-details.ts";

const AddMembersDialog = lazy(
  withTexts("groups", () =>
    import("../groups/AddMembersDialog.tsx").then(({ AddMembersDialog }) => ({ default: AddMembersDialog })),
  ),
);
const NewGroupDialog = lazy(
  withTexts("groups", () =>
    import("../groups/NewGroupDialog.tsx").then(({ NewGroupDialog }) => ({ default: NewGroupDialog })),
  ),
);

export interface AddPeopleButtonProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
}

/** Adds members to a group, or makes a group of a direct conversation. */
export function AddPeopleButton({ item, details }: AddPeopleButtonProps) {
  const t = useT();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const employee = useShell((state) => state.me?.kind === "employee");
  const group = item.kind === "group";
  if (group ? !details?.can.invite : !employee) return null;
  return (
    <>
      <IconButton
        label={t(group ? "chat.header.addMembers" : "chat.header.startGroup")}
        icon={<UserPlus size={19} />}
        onClick={() => setOpen(true)}
      />
      <Suspense>
        {open && group && <AddMembersDialog groupId={item.id} open onOpenChange={setOpen} />}
        {open && !group && (
          <NewGroupDialog
            open
            onOpenChange={setOpen}
            initialSelection={withPeer(item)}
            onCreated={(conversationId) => void navigate({ to: "/chats/$conversationId", params: { conversationId } })}
          />
        )}
      </Suspense>
    </>
  );
}

/** Spelt out here, so that the contract's schemas stay out of the first load. */
function withPeer({ peerId }: ConversationItem): Selection {
  return { people: peerId ? [peerId] : [], departments: [], groups: [], except: [] };
}
