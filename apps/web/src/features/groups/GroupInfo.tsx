import { type ConversationId, Failure, type GroupDetails } from "@qunxin/protocol";
import { useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { ErrorState, Skeleton } from "../../ui/index.ts";
import { HistoryRow } from "../conversation/HistoryRow.tsx";
import { AnnouncementCard } from "./AnnouncementCard.tsx";
import { GroupActs } from "./GroupActs.tsx";
import { type GroupDialogName, GroupDialogs } from "./GroupDialogs.tsx";
import { GroupHead } from "./GroupHead.tsx";
import { GroupRows } from "./GroupRows.tsx";
import { MembersPreview } from "./MembersPreview.tsx";
import { PersonalSwitches } from "./PersonalSwitches.tsx";
import { useGroup } from "./use-group.ts";

export interface GroupInfoProps {
  groupId: ConversationId;
  /** Called after leaving or dissolving: there is nothing to show any more. */
  onLeft: () => void;
}

/** Everything about a group: the content of the drawer at the right, on a phone of a screen. */
export function GroupInfo({ groupId, onLeft }: GroupInfoProps) {
  const t = useT();
  const { data, error, refetch } = useGroup(groupId);
  if (error) {
    const gone = error instanceof Failure && error.code === "groups/not_found";
    return (
      <ErrorState
        message={gone ? t("groups.info.gone") : failureText(error)}
        onRetry={gone ? undefined : () => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton rows={8} />;
  return <Sections group={data} onLeft={onLeft} />;
}

export interface SectionProps {
  group: GroupDetails;
  open: (dialog: GroupDialogName) => void;
}

function Sections({ group, onLeft }: { group: GroupDetails; onLeft: () => void }) {
  const [dialog, setDialog] = useState<GroupDialogName | null>(null);
  return (
    <div className="flex flex-col gap-5">
      <GroupHead group={group} open={setDialog} />
      <MembersPreview group={group} open={setDialog} />
      <AnnouncementCard group={group} open={setDialog} />
      <HistoryRow />
      <GroupRows group={group} open={setDialog} />
      <PersonalSwitches group={group} />
      <GroupActs group={group} open={setDialog} onLeft={onLeft} />
      <GroupDialogs name={dialog} group={group} onClose={() => setDialog(null)} onLeft={onLeft} />
    </div>
  );
}
