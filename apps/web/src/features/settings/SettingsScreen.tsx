import { Link } from "@tanstack/react-router";
import { ChevronRight, ShieldCheck } from "lucide-react";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useShell } from "../../app/shell-state.ts";
import { chooseTheme, type ThemeChoice, useTheme } from "../../app/theme.ts";
import { chooseLocale, locales, useLocale, useT } from "../../i18n/index.ts";
import { Avatar, Field, RadioGroup, useIsPhone } from "../../ui/index.ts";

const themes: readonly ThemeChoice[] = ["system", "light", "dark"];

export function SettingsScreen() {
  const t = useT();
  const me = useShell((state) => state.me);
  const locale = useLocale();
  const theme = useTheme((state) => state.choice);
  const phone = useIsPhone();
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader root title={t("shell.nav.settings")} />
      <div className="min-h-0 flex-1 overflow-y-auto p-4 md:px-5">
        <div className="flex max-w-160 flex-col gap-4">
          {me && (
            <section className="flex items-center gap-4 rounded-sheet border border-line bg-pane p-5">
              <Avatar id={me.id} name={me.name} url={me.avatarUrl} size={56} />
              <span className="min-w-0">
                <strong className="block truncate text-title font-semibold">{me.name}</strong>
                <span className="block truncate text-meta text-ink-2">{me.account}</span>
              </span>
            </section>
          )}
          <section className="flex flex-col gap-5 rounded-sheet border border-line bg-pane p-5">
            <Field label={t("shell.theme")}>
              <RadioGroup
                inline
                value={theme}
                onChange={chooseTheme}
                options={themes.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
              />
            </Field>
            <Field label={t("shell.language")}>
              <RadioGroup
                inline
                value={locale}
                onChange={(next) => void chooseLocale(next)}
                options={locales.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Field>
          </section>
          {phone && me?.administrator && (
            <Link
              to="/admin"
              className="flex h-14 items-center gap-3 rounded-sheet border border-line bg-pane px-5 text-body active:bg-hover"
            >
              <ShieldCheck size={20} aria-hidden className="text-brand-ink" />
              <span className="flex-1">{t("shell.nav.admin")}</span>
              <ChevronRight size={18} aria-hidden className="text-ink-3" />
            </Link>
          )}
        </div>
      </div>
    </main>
  );
}
