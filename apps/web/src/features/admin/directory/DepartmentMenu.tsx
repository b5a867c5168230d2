import type { DepartmentNode } from "@qunxin/protocol";
import { Eye, EyeOff, FolderInput, FolderPlus, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { callApi } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, confirm, Menu, toast } from "../../../ui/index.ts";
import { DepartmentNameDialog } from "./DepartmentNameDialog.tsx";
import { DepartmentPicker } from "./DepartmentPicker.tsx";
import type { Show } from "./DirectoryScreen.tsx";
import { useDirectoryChanged } from "./directory-news.ts";

/** What may be done with the department that is open. */
export function DepartmentMenu({ department, show }: { department: DepartmentNode; show: Show }) {
  const t = useT();
  const [open, setOpen] = useState<"add" | "rename" | "move" | null>(null);
  const acts = useDepartmentActs(department, show);
  const root = department.parentId === null;
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        align="end"
        items={[
          { label: t("admin.department.add"), icon: <FolderPlus size={16} />, onSelect: () => setOpen("add") },
          { label: t("admin.department.rename"), icon: <Pencil size={16} />, onSelect: () => setOpen("rename") },
          !root && {
            label: t("admin.department.move"),
            icon: <FolderInput size={16} />,
            onSelect: () => setOpen("move"),
          },
          !root && { label: t("admin.department.hide"), icon: <EyeOff size={16} />, onSelect: () => acts.hide(true) },
          !root && { label: t("admin.department.unhide"), icon: <Eye size={16} />, onSelect: () => acts.hide(false) },
          !root && "line",
          !root && {
            label: t("admin.department.delete"),
            icon: <Trash2 size={16} />,
            tone: "danger",
            onSelect: acts.remove,
          },
        ]}
      >
        <Button icon={<MoreHorizontal size={16} aria-hidden />}>{t("admin.department.menu")}</Button>
      </Menu>
      {(open === "add" || open === "rename") && (
        <DepartmentNameDialog department={department} mode={open} onClose={close} />
      )}
      {open === "move" && (
        <DepartmentPicker
          title={t("admin.department.move.title", { name: department.name })}
          onClose={close}
          onChosen={(parent) => {
            close();
            acts.move(parent);
          }}
        />
      )}
    </>
  );
}

function useDepartmentActs(department: DepartmentNode, show: Show) {
  const t = useT();
  const changed = useDirectoryChanged();
  const departmentId = department.id;
  const settle = (done: string) => ({
    ok: () => {
      changed();
      toast.ok(done);
    },
    failed: (error: unknown) => toast.error(failureText(error)),
  });
  const hide = (hidden: boolean) => {
    const { ok, failed } = settle(t(hidden ? "admin.department.hidden" : "admin.department.shown"));
    callApi("directory.updateDepartment", { departmentId, hidden }).then(ok, failed);
  };
  const move = (parent: DepartmentNode) => {
    const { ok, failed } = settle(t("admin.department.moved", { name: department.name, parent: parent.name }));
    callApi("directory.updateDepartment", { departmentId, parentId: parent.id }).then(ok, failed);
  };
  const remove = async () => {
    const agreed = await confirm({
      title: t("admin.department.delete.title", { name: department.name }),
      body: t("admin.department.delete.body"),
      confirmLabel: t("common.delete"),
      danger: true,
    });
    if (!agreed) return;
    const { ok, failed } = settle(t("admin.department.deleted", { name: department.name }));
    // Away from it first: nothing should be asked any more about a department that is gone.
    callApi("directory.deleteDepartment", { departmentId })
      .then(() => show({ departmentId: department.parentId ?? undefined }))
      .then(ok, failed);
  };
  return { hide, move, remove: () => void remove() };
}
