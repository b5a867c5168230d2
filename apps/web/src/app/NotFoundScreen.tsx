import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { EmptyState } from "../ui/index.ts";

export function NotFoundScreen() {
  const t = useT();
  return (
    <main className="h-full min-h-0 flex-1 bg-canvas">
      <EmptyState
        icon={<Compass size={28} strokeWidth={1.6} />}
        title={t("shell.notFound.title")}
        hint={t("shell.notFound.hint")}
        action={
          <Link
            to="/chats"
            className="inline-flex h-control items-center rounded-control bg-brand px-4 text-body font-medium text-white hover:bg-brand-hover"
          >
            {t("shell.notFound.home")}
          </Link>
        }
      />
    </main>
  );
}
