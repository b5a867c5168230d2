import { calls, limits } from "@qunxin/protocol";
import * as z from "zod/mini";
import { Form, faultText, useContractForm } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Dialog, Field, Input, Textarea } from "../../ui/index.ts";
import { FormFooter } from "./FormFooter.tsx";
import type { GroupDialogProps } from "./GroupDialogs.tsx";
import { useGroupAct } from "./use-group.ts";

const fields = z.required(z.pick(calls["groups.edit"].input, { name: true, description: true }));

/** Changes name and description. */
export function EditGroupDialog({ group, onClose }: GroupDialogProps) {
  const t = useT();
  const act = useGroupAct(group.id);
  const form = useContractForm(fields, { name: group.name, description: group.description });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    if (await act("groups.edit", { groupId: group.id, ...values }, t("groups.info.saved"))) onClose();
  });
  return (
    <Dialog
      open
      compact
      title={t("groups.info.edit")}
      onOpenChange={onClose}
      footer={<FormFooter formId="edit-group-form" pending={isSubmitting} onCancel={onClose} />}
    >
      <Form id="edit-group-form" pending={isSubmitting} onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t("groups.name")} required error={faultText(errors.name)}>
          <Input {...form.register("name")} maxLength={limits.groupNameChars} autoComplete="off" />
        </Field>
        <Field label={t("groups.description")} error={faultText(errors.description)}>
          <Textarea {...form.register("description")} maxLength={limits.groupDescriptionChars} />
        </Field>
      </Form>
    </Dialog>
  );
}
