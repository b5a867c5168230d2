import { Outlet } from "@tanstack/react-router";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";

export function AdminLayout() {
  const t = useT();
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <ScreenHeader title={t("admin.title")} />
      <div className="min-h-0 flex-1">
        <Outlet />
      </div>
    </main>
  );
}
