import { Link } from "@tanstack/react-router";
import { Bookmark, Moon, Settings, ShieldCheck, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/index.ts";
import { Avatar, Badge, IconButton, Tooltip } from "../ui/index.ts";
import { sections } from "./sections.ts";
import { useShell } from "./shell-state.ts";
import { chooseTheme, useTheme } from "./theme.ts";

/** Desktop navigation, 64 px wide. */
export function Rail() {
  const t = useT();
  const me = useShell((state) => state.me);
  const badges = useShell((state) => state.badges);
  return (
    <nav aria-label={t("shell.nav")} className="flex w-16 shrink-0 flex-col items-center gap-1 bg-rail py-4">
      {me && (
        <Tooltip text={me.name} side="right">
          <Link to="/settings" aria-label={`${me.name} · ${t("shell.profile")}`} className="mb-3 rounded-card">
            <Avatar id={me.id} name={me.name} url={me.avatarUrl} size={38} />
          </Link>
        </Tooltip>
      )}
      {sections.map(({ id, to, label, Icon }) => (
        <RailLink
          key={id}
          to={to}
          label={t(label)}
          icon={<Icon size={21} strokeWidth={1.8} />}
          count={badges[id] ?? 0}
        />
      ))}
      {me?.administrator && (
        <RailLink
          to="/admin"
          label={t("shell.nav.admin")}
          icon={<ShieldCheck size={21} strokeWidth={1.8} />}
          count={0}
        />
      )}
      <span className="flex-1" />
      <SmallLink to="/kept" label={t("shell.nav.kept")} icon={<Bookmark size={19} strokeWidth={1.8} aria-hidden />} />
      <ThemeButton />
      <SmallLink
        to="/settings"
        label={t("shell.nav.settings")}
        icon={<Settings size={19} strokeWidth={1.8} aria-hidden />}
      />
    </nav>
  );
}

/** What is wanted now and then, without a word below. */
function SmallLink({ to, label, icon }: { to: "/kept" | "/settings"; label: string; icon: ReactNode }) {
  return (
    <Tooltip text={label} side="right">
      <Link
        to={to}
        aria-label={label}
        className="flex size-10 items-center justify-center rounded-control text-ink-2 hover:bg-hover"
        activeProps={{ className: "bg-pane text-brand-ink" }}
      >
        {icon}
      </Link>
    </Tooltip>
  );
}

interface RailLinkProps {
  to: "/chats" | "/contacts" | "/workbench" | "/admin";
  label: string;
  icon: ReactNode;
  count: number;
}

function RailLink({ to, label, icon, count }: RailLinkProps) {
  return (
    <Link
      to={to}
      className="relative flex h-13 w-13 flex-col items-center justify-center gap-0.5 rounded-[10px] text-mini text-ink-2 transition-colors hover:bg-hover"
      activeProps={{ className: "bg-pane !text-brand-ink shadow-sm hover:bg-pane dark:bg-hover" }}
    >
      <span aria-hidden>{icon}</span>
      <span className="max-w-full truncate px-0.5">{label}</span>
      <Badge count={count} className="absolute top-0.5 right-0 ring-2 ring-rail" />
    </Link>
  );
}

function ThemeButton() {
  const t = useT();
  const dark = useTheme((state) => state.dark);
  return (
    <IconButton
      label={t(dark ? "shell.theme.light" : "shell.theme.dark")}
      icon={dark ? <Sun size={19} strokeWidth={1.8} /> : <Moon size={19} strokeWidth={1.8} />}
      className="!size-10"
      onClick={() => chooseTheme(dark ? "light" : "dark")}
    />
  );
}
