import { type FormEvent, useState } from "react";
import { Form } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Dialog, Field, Input } from "../../ui/index.ts";
import { FormFooter } from "./FormFooter.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { useGroupAct } from "./use-group.ts";
import { useMyNickname } from "./use-nicknames.ts";

const nicknameChars = 32;

/** Sets one's own name in a group that does not insist on real names; empty takes it away. */
export function NicknameDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const [nickname, setNickname] = useState(useMyNickname(group) ?? "");
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const input = { groupId: group.id, nickname: nickname.trim() || null };
    const done = await act("groups.setNickname", input, t("groups.nickname.saved"));
    setPending(false);
    if (done) onClose();
  };
  return (
    <Dialog
      open
      compact
      size="sm"
      title={t("groups.nickname")}
      onOpenChange={onClose}
      footer={<FormFooter formId="nickname-form" pending={pending} onCancel={onClose} />}
    >
      <Form id="nickname-form" pending={pending} onSubmit={(event) => void submit(event)}>
        <Field label={t("groups.nickname")} hint={t("groups.nickname.hint")}>
          <Input
            value={nickname}
            maxLength={nicknameChars}
            autoComplete="off"
            onChange={(event) => setNickname(event.target.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
