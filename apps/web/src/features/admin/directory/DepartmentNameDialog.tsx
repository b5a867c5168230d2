import { calls, type DepartmentNode } from "@qunxin/protocol";
import * as z from "zod/mini";
import { useAct } from "../../../app/api.ts";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../../app/contract-form.tsx";
import { useIntentionKey } from "../../../app/request-key.ts";
import { useT } from "../../../i18n/index.ts";
import { Dialog, Field, Input, toast } from "../../../ui/index.ts";
import { DialogButtons } from "../DialogButtons.tsx";
import { useDirectoryChanged } from "./directory-news.ts";

const named = z.pick(calls["directory.createDepartment"].input, { name: true });

export interface DepartmentNameDialogProps {
  department: DepartmentNode;
  /** A new department below it, or another name for it. */
  mode: "add" | "rename";
  onClose: () => void;
}

export function DepartmentNameDialog({ department, mode, onClose }: DepartmentNameDialogProps) {
  const t = useT();
  const form = useContractForm(named, { name: mode === "rename" ? department.name : "" });
  const save = useSaveName(department, mode);
  const { name: fault } = form.formState.errors;
  const submit = form.handleSubmit(({ name }) =>
    save.run(name, {
      onSuccess: () => {
        toast.ok(t(mode === "add" ? "admin.department.added" : "admin.saved", { name }));
        onClose();
      },
      onError: (error) => {
        if (!placeFailure(form, error, { "directory/department_exists": "name" })) toast.error(failureText(error));
      },
    }),
  );
  const title =
    mode === "add" ? t("admin.department.add.title", { parent: department.name }) : t("admin.department.rename");
  return (
    <Dialog
      open
      compact
      size="sm"
      title={title}
      locked={save.pending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <DialogButtons form="department-name" label={t("common.save")} pending={save.pending} onCancel={onClose} />
      }
    >
      <Form id="department-name" onSubmit={submit} pending={save.pending}>
        <Field
          label={t("admin.department.name")}
          required
          error={fault?.type === "form" ? t("admin.department.name.form") : faultText(fault)}
        >
          <Input {...form.register("name")} autoComplete="off" />
        </Field>
      </Form>
    </Dialog>
  );
}

interface Settled {
  onSuccess: () => void;
  onError: (error: unknown) => void;
}

function useSaveName(department: DepartmentNode, mode: "add" | "rename") {
  const changed = useDirectoryChanged();
  const key = useIntentionKey();
  const create = useAct("directory.createDepartment");
  const update = useAct("directory.updateDepartment");
  const run = (name: string, { onSuccess, onError }: Settled) => {
    const done = () => {
      key.spend();
      changed();
      onSuccess();
    };
    if (mode === "rename") update.mutate({ departmentId: department.id, name }, { onSuccess: done, onError });
    else create.mutate({ key: key.current(), parentId: department.id, name }, { onSuccess: done, onError });
  };
  return { run, pending: create.isPending || update.isPending };
}
