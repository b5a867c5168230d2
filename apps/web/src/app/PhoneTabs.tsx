import { Link } from "@tanstack/react-router";
import { UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/index.ts";
import { Badge } from "../ui/index.ts";
import { sections } from "./sections.ts";
import { useShell } from "./shell-state.ts";

/** Phone navigation, 56 px plus the safe area. */
export function PhoneTabs() {
  const t = useT();
  const badges = useShell((state) => state.badges);
  return (
    <nav
      aria-label={t("shell.nav")}
      className="flex shrink-0 border-t border-line bg-list pb-[env(safe-area-inset-bottom)]"
    >
      {sections.map(({ id, to, label, Icon }) => (
        <Tab key={id} to={to} label={t(label)} icon={<Icon size={23} strokeWidth={1.8} />} count={badges[id] ?? 0} />
      ))}
      <Tab to="/me" label={t("shell.nav.me")} icon={<UserRound size={23} strokeWidth={1.8} />} count={0} />
    </nav>
  );
}

interface TabProps {
  to: "/chats" | "/contacts" | "/workbench" | "/me";
  label: string;
  icon: ReactNode;
  count: number;
}

function Tab({ to, label, icon, count }: TabProps) {
  return (
    <Link
      to={to}
      className="flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-mini text-ink-2 focus-visible:-outline-offset-2"
      activeProps={{ className: "!text-brand-ink" }}
    >
      <span className="relative">
        <span aria-hidden>{icon}</span>
        <Badge count={count} className="absolute -top-1.5 left-3.5" />
      </span>
      {label}
    </Link>
  );
}
