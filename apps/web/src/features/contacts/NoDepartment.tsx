import { UsersRound } from "lucide-react";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function NoDepartment() {
  const t = useT();
  const employee = useShell((state) => state.me?.kind === "employee");
  return (
    <EmptyState
      icon={<UsersRound size={28} strokeWidth={1.6} />}
      title={t(employee ? "shell.contacts.none" : "directory.only.employees")}
    />
  );
}
