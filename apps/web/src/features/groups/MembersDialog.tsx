import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { formatNumber, useT } from "../../i18n/index.ts";
import { Button, Dialog } from "../../ui/index.ts";
import { AddMembersDialog } from "./AddMembersDialog.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { MemberList } from "./MemberList.tsx";
import { MemberRow } from "./MemberRow.tsx";

/** All members, with search and what one may do to each. */
export function MembersDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const count =
    group.memberLimit === null
      ? t("common.people.count", { count: group.memberCount })
      : t("groups.members.ofLimit", { count: group.memberCount, limit: formatNumber(group.memberLimit) });
  return (
    <Dialog
      open
      flush
      title={t("groups.members")}
      description={count}
      onOpenChange={onClose}
      footer={
        group.can.invite && (
          <Button tone="primary" icon={<UserRoundPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t("groups.add")}
          </Button>
        )
      }
    >
      <MemberList
        groupId={group.id}
        render={(member) => <MemberRow key={member.person.id} member={member} group={group} onLeave={onClose} />}
      />
      <AddMembersDialog groupId={group.id} open={adding} onOpenChange={setAdding} />
    </Dialog>
  );
}
