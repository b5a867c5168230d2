import type { Member } from "@qunxin/protocol";
import { useState } from "react";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, RadioGroup } from "../../ui/index.ts";
import { ChoiceRow } from "./ChoiceRow.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { MemberList } from "./MemberList.tsx";
import { useGroupAct } from "./use-group.ts";

/** Leaves the group; its owner says who comes next, or lets the rule decide. */
export function LeaveDialog({ group, onClose, onLeft }: GroupDialogProps & { onLeft: () => void }) {
  const t = useT();
  const act = useGroupAct(group.id);
  const [successor, setSuccessor] = useState<Member["person"] | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [pending, setPending] = useState(false);
  const last = group.memberCount === 1;
  const leave = async () => {
    setPending(true);
    const input = { groupId: group.id, ...(successor ? { successorId: successor.id } : {}) };
    const done = await act("groups.leave", input, t("groups.leave.done", { name: group.name }));
    setPending(false);
    if (!done) return;
    onClose();
    onLeft();
  };
  if (choosing) {
    const choose = (member: Member) => {
      setSuccessor(member.person);
      setChoosing(false);
    };
    return <ChooseSuccessor group={group} onClose={() => setChoosing(false)} onChoose={choose} />;
  }
  return (
    <Dialog
      open
      compact
      size="sm"
      locked={pending}
      title={t("groups.leave.title", { name: group.name })}
      onOpenChange={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button tone="danger-solid" loading={pending} onClick={() => void leave()}>
            {t("groups.leave.confirm")}
          </Button>
        </>
      }
    >
      <p className="text-body text-ink-2">{t(last ? "groups.leave.last" : "groups.leave.body")}</p>
      {group.can.handOver && !last && (
        <SuccessorChoice
          successor={successor}
          onAutomatic={() => setSuccessor(null)}
          onChoose={() => setChoosing(true)}
        />
      )}
    </Dialog>
  );
}

interface SuccessorChoiceProps {
  successor: Member["person"] | null;
  onAutomatic: () => void;
  onChoose: () => void;
}

function SuccessorChoice({ successor, onAutomatic, onChoose }: SuccessorChoiceProps) {
  const t = useT();
  const member = successor ? t("groups.leave.chosen", { name: successor.name }) : t("groups.leave.choose");
  return (
    <div className="mt-3 flex flex-col gap-1">
      <p className="text-body">{t("groups.leave.owner")}</p>
      <RadioGroup
        cards
        label={t("groups.leave.successor")}
        value={successor ? "member" : "automatic"}
        onChange={(value) => (value === "member" ? onChoose() : onAutomatic())}
        options={[
          { value: "automatic", label: t("groups.leave.automatic"), hint: t("groups.leave.automatic.hint") },
          { value: "member", label: member },
        ]}
      />
      {successor && (
        <Button tone="link" className="self-start" onClick={onChoose}>
          {t("groups.leave.other")}
        </Button>
      )}
    </div>
  );
}

function ChooseSuccessor({ group, onClose, onChoose }: GroupDialogProps & { onChoose: (member: Member) => void }) {
  const t = useT();
  return (
    <Dialog open flush title={t("groups.handOver.choose")} onOpenChange={onClose}>
      <MemberList
        groupId={group.id}
        only={(member) => member.can.handOver}
        empty={t("groups.handOver.nobody")}
        render={(member) => <ChoiceRow key={member.person.id} member={member} onChoose={() => onChoose(member)} />}
      />
    </Dialog>
  );
}
