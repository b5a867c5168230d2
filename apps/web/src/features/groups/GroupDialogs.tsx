import type { GroupDetails } from "@qunxin/protocol";
import { AddMembersDialog } from "./AddMembersDialog.tsx";
import { AnnouncementDialog } from "./AnnouncementDialog.tsx";
import { EditGroupDialog } from "./EditGroupDialog.tsx";
import { FollowDialog } from "./FollowDialog.tsx";
import { HandOverDialog } from "./HandOverDialog.tsx";
import { InvitesDialog } from "./InvitesDialog.tsx";
import { JoinRequestsDialog } from "./JoinRequestsDialog.tsx";
import { LeaveDialog } from "./LeaveDialog.tsx";
import { MembersDialog } from "./MembersDialog.tsx";
import { NicknameDialog } from "./NicknameDialog.tsx";
import { OptionsDialog } from "./OptionsDialog.tsx";

export type GroupDialogName =
  | "members"
  | "add"
  | "edit"
  | "announcement"
  | "invites"
  | "requests"
  | "follow"
  | "options"
  | "nickname"
  | "handOver"
  | "leave";

/** What every window about a group gets. */
export interface GroupDialogProps {
  group: GroupDetails;
  onClose: () => void;
}

export interface GroupDialogsProps extends GroupDialogProps {
  name: GroupDialogName | null;
  onLeft: () => void;
}

/** The window that is open over the group's information, if any. */
export function GroupDialogs({ name, group, onClose, onLeft }: GroupDialogsProps) {
  const shared = { group, onClose };
  switch (name) {
    case "members":
      return <MembersDialog {...shared} />;
    case "add":
      return <AddMembersDialog groupId={group.id} open onOpenChange={onClose} />;
    case "edit":
      return <EditGroupDialog {...shared} />;
    case "announcement":
      return <AnnouncementDialog {...shared} />;
    case "invites":
      return <InvitesDialog {...shared} />;
    case "requests":
      return <JoinRequestsDialog {...shared} />;
    case "follow":
      return <FollowDialog {...shared} />;
    case "options":
      return <OptionsDialog {...shared} />;
    case "nickname":
      return <NicknameDialog {...shared} />;
    case "handOver":
      return <HandOverDialog {...shared} />;
    case "leave":
      return <LeaveDialog {...shared} onLeft={onLeft} />;
    case null:
      return null;
    default:
      return name satisfies never;
  }
}
