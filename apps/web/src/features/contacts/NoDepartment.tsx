import { UsersRound } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function NoDepartment() {
  const t = useT();
  return <EmptyState icon={<UsersRound size={28} strokeWidth={1.6} />} title={t("shell.contacts.none")} />;
}
