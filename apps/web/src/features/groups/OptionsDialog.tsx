import type { CallInput, GroupDetails, GroupOptions } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { Dialog, Field, Select, Switch } from "../../ui/index.ts";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { historyChoices, historyOf, historyValue } from "./newcomer-history.ts";
import { RightsTable } from "./RightsTable.tsx";
import { useGroupAct } from "./use-group.ts";

export type OptionsChange = CallInput<"groups.setOptions">["options"];

/** Options of a group and its own rights; each change is saved at once. */
export function OptionsDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const set = (options: OptionsChange) => void act("groups.setOptions", { groupId: group.id, options });
  return (
    <Dialog open title={t("groups.options")} description={group.name} onOpenChange={onClose}>
      <div className="flex flex-col gap-5">
        <OptionSwitches group={group} set={set} />
        <HistoryField history={group.options.newcomerHistory} set={set} />
        <RightsTable group={group} set={set} />
      </div>
    </Dialog>
  );
}

function OptionSwitches({ group, set }: { group: GroupDetails; set: (change: OptionsChange) => void }) {
  const t = useT();
  const { options, rights, type } = group;
  return (
    <div className="flex flex-col divide-y divide-line border-y border-line *:py-1">
      {type !== "all_staff" && (
        <Switch
          label={t("groups.options.memberInvite")}
          checked={rights["member.invite"] ?? false}
          onChange={(on) => set({ rights: { "member.invite": on } })}
        />
      )}
      {type !== "all_staff" && (
        <Switch
          label={t("groups.options.joinApproval")}
          hint={t("groups.options.joinApproval.hint")}
          checked={options.joinApproval}
          onChange={(joinApproval) => set({ joinApproval })}
        />
      )}
      <Switch
        label={t("groups.options.mentionAll")}
        checked={!rights["member.mentionAll"]}
        onChange={(on) => set({ rights: { "member.mentionAll": !on } })}
      />
      <Switch
        label={t("groups.options.onlyStaffSpeak")}
        hint={t("groups.options.onlyStaffSpeak.hint")}
        checked={options.onlyStaffSpeak}
        onChange={(onlyStaffSpeak) => set({ onlyStaffSpeak })}
      />
      <Switch
        label={t("groups.options.noPrivateChat")}
        hint={t("groups.options.noPrivateChat.hint")}
        checked={options.noPrivateChat}
        onChange={(noPrivateChat) => set({ noPrivateChat })}
      />
      {type === "customer" && (
        <Switch
          label={t("groups.options.hideMembers")}
          checked={options.hideMembersFromExternals}
          onChange={(hideMembersFromExternals) => set({ hideMembersFromExternals })}
        />
      )}
      {type !== "customer" && (
        <Switch
          label={t("groups.options.receipts")}
          hint={t("groups.options.receipts.hint")}
          checked={options.receipts !== false}
          onChange={(receipts) => set({ receipts })}
        />
      )}
      <Switch
        label={t("groups.options.realNames")}
        hint={t("groups.options.realNames.hint")}
        checked={options.realNames}
        onChange={(realNames) => set({ realNames })}
      />
    </div>
  );
}

interface HistoryFieldProps {
  history: GroupOptions["newcomerHistory"];
  set: (change: OptionsChange) => void;
}

function HistoryField({ history, set }: HistoryFieldProps) {
  const t = useT();
  const options = historyChoices(history).map((choice) => ({
    value: historyValue(choice),
    label: historyLabel(choice, t),
  }));
  return (
    <Field label={t("groups.options.history")}>
      <Select
        value={historyValue(history)}
        onChange={(value) => set({ newcomerHistory: historyOf(value) })}
        options={options}
      />
    </Field>
  );
}

function historyLabel(choice: GroupOptions["newcomerHistory"], t: ReturnType<typeof useT>): string {
  if (typeof choice !== "object") return t(`groups.options.history.${choice}`);
  if ("last" in choice) return t("groups.options.history.last", { count: choice.last });
  return t("groups.options.history.days", { count: choice.days });
}
