import { Link, Outlet, useLocation } from "@tanstack/react-router";
import clsx from "clsx";
import {
  ArrowLeft,
  FileInput,
  History,
  LayoutDashboard,
  type LucideIcon,
  SlidersHorizontal,
  UsersRound,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { useShell } from "../../app/shell-state.ts";
import { type MessageKey, useT } from "../../i18n/index.ts";
import { Avatar, useIsPhone } from "../../ui/index.ts";

interface Entry {
  to: "/admin" | "/admin/directory" | "/admin/imports" | "/admin/policies" | "/admin/retention";
  label: MessageKey;
  Icon: LucideIcon;
}

const entries: readonly Entry[] = [
  { to: "/admin", label: "admin.nav.overview", Icon: LayoutDashboard },
  { to: "/admin/directory", label: "admin.nav.directory", Icon: UsersRound },
  { to: "/admin/imports", label: "admin.nav.imports", Icon: FileInput },
  { to: "/admin/policies", label: "admin.nav.policies", Icon: SlidersHorizontal },
  { to: "/admin/retention", label: "admin.nav.retention", Icon: History },
];

/** Frame of the console: bar on top, its own navigation at the side (above the page on a phone). */
export function AdminLayout() {
  const t = useT();
  const phone = useIsPhone();
  const nav = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the row of screens is wider than the page.
  useEffect(() => {
    nav.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path, phone]);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <TopBar />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <nav
          ref={nav}
          aria-label={t("admin.title")}
          className={clsx(
            "flex shrink-0 gap-1 bg-pane",
            phone
              ? "overflow-x-auto border-b border-line px-2 [scrollbar-width:none]"
              : "w-44 flex-col border-r border-line p-2 lg:w-50",
          )}
        >
          {entries.map((entry) => (
            <NavLink key={entry.to} {...entry} phone={phone} />
          ))}
        </nav>
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function TopBar() {
  const t = useT();
  const me = useShell((state) => state.me);
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-3 border-b border-line bg-pane px-4 pt-[env(safe-area-inset-top)] md:px-5">
      <Link
        to="/me"
        aria-label={t("common.back")}
        className="-ml-3 flex size-11 items-center justify-center text-ink-2 md:hidden"
      >
        <ArrowLeft size={20} aria-hidden />
      </Link>
      <strong className="text-title font-semibold whitespace-nowrap max-md:-ml-2">{t("admin.title")}</strong>
      <span className="min-w-0 flex-1 truncate text-body text-ink-2">{me?.company.name}</span>
      {me && (
        <>
          <span className="text-body text-ink-2 max-md:sr-only">{t("admin.role")}</span>
          <Avatar id={me.id} name={me.name} url={me.avatarUrl} size={32} />
        </>
      )}
    </header>
  );
}

function NavLink({ to, label, Icon, phone }: Entry & { phone: boolean }) {
  const t = useT();
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/admin", includeSearch: false }}
      className={clsx(
        "flex items-center gap-2.5 text-body whitespace-nowrap text-ink-2 hover:text-ink-1",
        phone ? "h-11 border-b-2 border-transparent px-3" : "h-9 rounded-control px-3 hover:bg-hover",
      )}
      activeProps={{
        className: phone
          ? "!border-brand !text-brand-ink font-medium"
          : "bg-brand-soft !text-brand-ink font-medium hover:!bg-brand-soft",
      }}
    >
      {!phone && <Icon size={17} strokeWidth={1.8} aria-hidden />}
      {t(label)}
    </Link>
  );
}
