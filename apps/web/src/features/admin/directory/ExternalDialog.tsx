import type { PrincipalId } from "@qunxin/protocol";

import { useAct } from "../../../app/api.ts";
import { Form, failureText, placeFailure, useContractForm } from "../../../app/contract-form.tsx";
import { useIntentionKey } from "../../../app/request-key.ts";
import { useT } from "../../../i18n/index.ts";
import { Dialog, toast } from "../../../ui/index.ts";
import { DialogButtons } from "../DialogButtons.tsx";
import { useDirectoryChanged } from "./directory-news.ts";
import { ExternalFields } from "./ExternalFields.tsx";
import { externalEdits } from "./external-values.ts";

/** Adds an external contact, known by name and mobile. */
export function ExternalDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (id: PrincipalId) => void }) {
  const t = useT();
  const changed = useDirectoryChanged();
  const key = useIntentionKey();
  const create = useAct("directory.createExternal");
  const form = useContractForm(externalEdits, { name: "", mobile: "", organisation: "" });
  const submit = form.handleSubmit((fields) =>
    create.mutate(
      { key: key.current(), ...fields, organisation: fields.organisation || null },
      {
        onSuccess: ({ personId }) => {
          key.spend();
          changed();
          toast.ok(t("admin.external.added", { name: fields.name }));
          onAdded(personId);
        },
        onError: (error) => {
          if (!placeFailure(form, error, { "directory/mobile_taken": "mobile" })) toast.error(failureText(error));
        },
      },
    ),
  );
  return (
    <Dialog
      open
      compact
      size="sm"
      title={t("admin.external.add")}
      description={t("admin.external.hint")}
      locked={create.isPending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <DialogButtons form="new-external" label={t("common.add")} pending={create.isPending} onCancel={onClose} />
      }
    >
      <Form id="new-external" onSubmit={submit} pending={create.isPending} className="flex flex-col gap-4">
        <ExternalFields form={form} />
      </Form>
    </Dialog>
  );
}
