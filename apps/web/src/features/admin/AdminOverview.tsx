import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function AdminOverview() {
  const t = useT();
  return <EmptyState title={t("common.empty")} />;
}
