import { Outlet, useNavigate } from "@tanstack/react-router";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { useIsPhone } from "../../ui/index.ts";

export function AdminLayout() {
  const t = useT();
  const navigate = useNavigate();
  const phone = useIsPhone();
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <ScreenHeader title={t("admin.title")} onBack={phone ? () => void navigate({ to: "/me" }) : undefined} />
      <div className="min-h-0 flex-1">
        <Outlet />
      </div>
    </main>
  );
}
