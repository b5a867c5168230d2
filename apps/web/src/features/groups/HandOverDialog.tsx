import type { Member } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { confirm, Dialog } from "../../ui/index.ts";
import { ChoiceRow } from "./ChoiceRow.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { MemberList } from "./MemberList.tsx";
import { useGroupAct } from "./use-group.ts";

/** Chooses who owns the group from now on. */
export function HandOverDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const choose = async ({ person }: Member) => {
    const agreed = await confirm({
      title: t("groups.handOver.title", { name: person.name }),
      body: t("groups.handOver.body"),
      confirmLabel: t("groups.handOver.confirm"),
    });
    if (!agreed) return;
    const done = t("groups.handOver.done", { name: person.name });
    if (await act("groups.handOver", { groupId: group.id, to: person.id }, done)) onClose();
  };
  return (
    <Dialog open flush title={t("groups.handOver")} description={t("groups.handOver.choose")} onOpenChange={onClose}>
      <MemberList
        groupId={group.id}
        only={(member) => member.can.handOver}
        empty={t("groups.handOver.nobody")}
        render={(member) => <ChoiceRow key={member.person.id} member={member} onChoose={() => void choose(member)} />}
      />
    </Dialog>
  );
}
