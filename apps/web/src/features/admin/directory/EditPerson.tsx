import type { PersonRow } from "@qunxin/protocol";
import { useMemo } from "react";
import { useAct } from "../../../app/api.ts";
import { Form, failureText, placeFailure, useContractForm } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { toast } from "../../../ui/index.ts";
import { useDirectoryChanged } from "./directory-news.ts";
import { ExternalFields } from "./ExternalFields.tsx";
import { externalEdits } from "./external-values.ts";
import { PersonForm } from "./PersonForm.tsx";
import { type EmployeeFields, fieldsOf } from "./person-values.ts";

/** Changes somebody's fields; the form is submitted by the drawer's button. */
export function EditPerson({ person, onDone }: { person: PersonRow; onDone: () => void }) {
  return person.kind === "external" ? (
    <EditExternal person={person} onDone={onDone} />
  ) : (
    <EditEmployee person={person} onDone={onDone} />
  );
}

function useSaved(onDone: () => void): () => void {
  const t = useT();
  const changed = useDirectoryChanged();
  return () => {
    changed();
    toast.ok(t("admin.saved"));
    onDone();
  };
}

function EditEmployee({ person, onDone }: { person: PersonRow; onDone: () => void }) {
  const update = useAct("directory.updatePerson");
  const saved = useSaved(onDone);
  const start = useMemo(() => fieldsOf(person), [person]);
  const paths = useMemo(
    () => new Map(person.placements.map(({ departmentId, path }) => [departmentId, path])),
    [person],
  );
  const save = async (fields: EmployeeFields) => {
    await update.mutateAsync({ personId: person.id, ...fields });
    saved();
  };
  return <PersonForm id="edit-person" start={start} paths={paths} pending={update.isPending} onSave={save} />;
}

function EditExternal({ person, onDone }: { person: PersonRow; onDone: () => void }) {
  const update = useAct("directory.updatePerson");
  const saved = useSaved(onDone);
  const form = useContractForm(externalEdits, {
    name: person.name,
    mobile: person.mobile ?? "",
    organisation: person.organisation ?? "",
  });
  const submit = form.handleSubmit((fields) =>
    update.mutate(
      { personId: person.id, ...fields, organisation: fields.organisation || null },
      {
        onSuccess: saved,
        onError: (error) => {
          if (!placeFailure(form, error, { "directory/mobile_taken": "mobile" })) toast.error(failureText(error));
        },
      },
    ),
  );
  return (
    <Form id="edit-person" onSubmit={submit} pending={update.isPending} className="flex flex-col gap-4">
      <ExternalFields form={form} />
    </Form>
  );
}
