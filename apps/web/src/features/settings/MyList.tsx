import { Link } from "@tanstack/react-router";
import {
  Bell,
  Bookmark,
  ChevronRight,
  Info,
  KeyRound,
  type LucideIcon,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  ShieldPlus,
} from "lucide-react";
import type { SettingsSection } from "../../app/routes/personal.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Avatar } from "../../ui/index.ts";
import { SignOut } from "./SignOut.tsx";

const entries: readonly { section: SettingsSection; Icon: LucideIcon }[] = [
  { section: "look", Icon: Palette },
  { section: "notices", Icon: Bell },
  { section: "password", Icon: KeyRound },
  { section: "security", Icon: ShieldPlus },
  { section: "devices", Icon: MonitorSmartphone },
  { section: "about", Icon: Info },
];

/** The phone's tab 我. */
export function MyList() {
  const t = useT();
  const me = useShell((state) => state.me);
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader root title={t("shell.nav.me")} />
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto pb-6">
        {me && (
          <Link to="/settings" search={{ section: "profile" }} className="flex items-center gap-4 bg-pane p-4">
            <Avatar id={me.id} name={me.name} url={me.avatarUrl} size={60} />
            <span className="min-w-0 flex-1">
              <strong className="block truncate text-title font-semibold">{me.name}</strong>
              <span className="block truncate text-meta text-ink-2">{me.company.name}</span>
            </span>
            <ChevronRight size={18} aria-hidden className="text-ink-3" />
          </Link>
        )}
        <nav aria-label={t("shell.nav.settings")} className="divide-y divide-line bg-pane">
          <Link to="/kept" className={row}>
            <Bookmark size={20} strokeWidth={1.8} aria-hidden className="text-ink-2" />
            <span className="flex-1">{t("shell.nav.kept")}</span>
            <ChevronRight size={18} aria-hidden className="text-ink-3" />
          </Link>
          {entries.map(({ section, Icon }) => (
            <Link key={section} to="/settings" search={{ section }} className={row}>
              <Icon size={20} strokeWidth={1.8} aria-hidden className="text-ink-2" />
              <span className="flex-1">{t(`identity.settings.${section}`)}</span>
              <ChevronRight size={18} aria-hidden className="text-ink-3" />
            </Link>
          ))}
          {me?.administrator && (
            <Link to="/admin" className={row}>
              <ShieldCheck size={20} strokeWidth={1.8} aria-hidden className="text-ink-2" />
              <span className="flex-1">{t("shell.nav.admin")}</span>
              <ChevronRight size={18} aria-hidden className="text-ink-3" />
            </Link>
          )}
        </nav>
        <div className="px-4">
          <SignOut />
        </div>
      </div>
    </main>
  );
}

const row = "flex min-h-13 items-center gap-3 px-4 text-body";
