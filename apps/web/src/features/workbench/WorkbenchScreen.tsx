import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function WorkbenchScreen() {
  const t = useT();
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader root title={t("shell.nav.workbench")} />
      <EmptyState title={t("shell.workbench.empty")} />
    </main>
  );
}
