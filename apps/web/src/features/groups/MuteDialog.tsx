import type { ConversationId, Member } from "@qunxin/protocol";
import { type FormEvent, useState } from "react";
import { Form } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Dialog, Field, Input, RadioGroup } from "../../ui/index.ts";
import { FormFooter } from "./FormFooter.tsx";
import { type MuteChoice, muteLengths, muteUntil } from "./mute-until.ts";
import { useGroupAct } from "./use-group.ts";

export interface MuteDialogProps {
  member: Member;
  groupId: ConversationId;
  onClose: () => void;
}

const choices: readonly MuteChoice[] = [...(Object.keys(muteLengths) as (keyof typeof muteLengths)[]), "custom"];

/** Asks how long a member is silenced. */
export function MuteDialog({ member, groupId, onClose }: MuteDialogProps) {
  const t = useT();
  const act = useGroupAct(groupId);
  const [choice, setChoice] = useState<MuteChoice>("1h");
  const [custom, setCustom] = useState("");
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);
  const { id, name } = member.person;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const until = muteUntil(choice, custom, new Date());
    if (!until) return setError(t("groups.mute.past"));
    setPending(true);
    const input = { groupId, member: id, until: until.toISOString() };
    const done = await act("groups.muteMember", input, t("groups.member.muted", { name }));
    setPending(false);
    if (done) onClose();
  };
  return (
    <Dialog
      open
      compact
      size="sm"
      title={t("groups.mute.title", { name })}
      onOpenChange={onClose}
      footer={<FormFooter formId="mute-form" pending={pending} onCancel={onClose} label={t("groups.mute.submit")} />}
    >
      <Form id="mute-form" pending={pending} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <RadioGroup
          label={t("groups.mute.for")}
          value={choice}
          onChange={setChoice}
          options={choices.map((value) => ({ value, label: t(`groups.mute.${value}`) }))}
        />
        {choice === "custom" && (
          <Field label={t("groups.mute.until")} error={error}>
            <Input type="datetime-local" value={custom} onChange={(event) => setCustom(event.target.value)} />
          </Field>
        )}
      </Form>
    </Dialog>
  );
}
