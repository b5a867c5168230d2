import type { ConversationId, ReminderHours } from "@qunxin/protocol";
import { X } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { Checkbox, IconButton, Select } from "../../ui/index.ts";
import { changeAsking, endAsking, useAsking } from "./asking.ts";
import { reminderChoices } from "./reminder-choices.ts";

export interface AskBarProps {
  id: ConversationId;
  /** False where who has read what is not shown. */
  mayConfirm: boolean;
}

/** 回执 and 加急 of the message being written. */
export function AskBar({ id, mayConfirm }: AskBarProps) {
  const t = useT();
  const { confirm, remindHours, urgent } = useAsking(id);
  return (
    <fieldset className="flex flex-wrap items-center gap-x-5 gap-y-1 border-b border-line bg-canvas px-4 py-1.5">
      <legend className="sr-only">{t("receipts.ask.title")}</legend>
      <Checkbox
        checked={confirm}
        disabled={!mayConfirm}
        onChange={(on) => changeAsking(id, { confirm: on })}
        label={t("receipts.ask.confirm")}
      />
      {confirm && (
        <span className="w-36 max-md:w-40">
          <Select
            label={t("receipts.remind")}
            options={reminderChoices(t)}
            value={String(remindHours)}
            onChange={(hours) => changeAsking(id, { remindHours: Number(hours) as ReminderHours })}
          />
        </span>
      )}
      <Checkbox checked={urgent} onChange={(on) => changeAsking(id, { urgent: on })} label={t("receipts.ask.urgent")} />
      <span className="flex-1" />
      <IconButton label={t("receipts.ask.close")} icon={<X size={16} />} size="sm" onClick={() => endAsking(id)} />
    </fieldset>
  );
}
