import type { DepartmentNode } from "@qunxin/protocol";
import { useMemo, useState } from "react";
import { useAct } from "../../../app/api.ts";
import { useIntentionKey } from "../../../app/request-key.ts";
import { useT } from "../../../i18n/index.ts";
import { Dialog } from "../../../ui/index.ts";
import { DialogButtons } from "../DialogButtons.tsx";
import { useDirectoryChanged } from "./directory-news.ts";
import { PersonForm } from "./PersonForm.tsx";
import type { EmployeeFields } from "./person-values.ts";
import { TemporaryPassword } from "./TemporaryPassword.tsx";

/** Adds an employee to a department, then shows the password they start with. */
export function NewPersonDialog({ department, onClose }: { department: DepartmentNode; onClose: () => void }) {
  const t = useT();
  const changed = useDirectoryChanged();
  const key = useIntentionKey();
  const create = useAct("directory.createPerson");
  const [added, setAdded] = useState<{ name: string; account: string; password: string } | null>(null);
  const start = useMemo(() => blankIn(department), [department]);
  const paths = useMemo(() => new Map([[department.id, department.path]]), [department]);
  const save = async (fields: EmployeeFields) => {
    const { temporaryPassword } = await create.mutateAsync({ key: key.current(), ...fields });
    key.spend();
    changed();
    setAdded({ name: fields.name, account: fields.account, password: temporaryPassword });
  };
  if (added) return <TemporaryPassword {...added} onClose={onClose} />;
  return (
    <Dialog
      open
      title={t("admin.person.add")}
      locked={create.isPending}
      onOpenChange={(open) => !open && onClose()}
      footer={<DialogButtons form="new-person" label={t("common.add")} pending={create.isPending} onCancel={onClose} />}
    >
      <PersonForm id="new-person" start={start} paths={paths} pending={create.isPending} onSave={save} />
    </Dialog>
  );
}

function blankIn({ id }: DepartmentNode): EmployeeFields {
  return {
    name: "",
    account: "",
    mobile: null,
    email: null,
    gender: "unknown",
    position: null,
    employeeNo: null,
    avatarUrl: null,
    placements: [{ departmentId: id, leader: false }],
  };
}
