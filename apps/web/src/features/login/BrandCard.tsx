import clsx from "clsx";
import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { CardScreen } from "../../app/Screen.tsx";
import { chooseLocale, locales, useLocale, useT } from "../../i18n/index.ts";

export interface BrandCardProps {
  title: string;
  hint?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The card of every screen before the shell: mark, heading, content, languages below. */
export function BrandCard({ title, hint, wide = false, children }: BrandCardProps) {
  return (
    <CardScreen wide={wide}>
      <img src="/icon.svg" alt="" className="mb-4 size-11 rounded-card" />
      <h1 className="text-head font-semibold break-words">{title}</h1>
      {hint && <p className="mt-1 text-body text-ink-2">{hint}</p>}
      <div className="mt-6 flex flex-col gap-4">{children}</div>
      <LanguageSwitch />
    </CardScreen>
  );
}

/** A sentence above a form: what went wrong, or what one should know. */
export function Notice({ tone, children }: { tone: "info" | "bad" | "warn"; children: ReactNode }) {
  const Icon = tone === "info" ? Info : CircleAlert;
  const looks = { info: "bg-brand-soft text-brand-ink", bad: "bg-bad-soft text-bad", warn: "bg-warn-soft text-warn" };
  return (
    <div
      role={tone === "info" ? "status" : "alert"}
      className={clsx("flex items-start gap-2 rounded-control px-3 py-2 text-body", looks[tone])}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}

function LanguageSwitch() {
  const t = useT();
  const locale = useLocale();
  return (
    <nav aria-label={t("shell.language")} className="mt-6 flex justify-center gap-1 border-t border-line pt-4">
      {locales.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          lang={id}
          aria-pressed={id === locale}
          onClick={() => void chooseLocale(id)}
          className={clsx(
            "rounded-control px-2.5 py-1 text-meta max-md:min-h-11 max-md:px-4",
            id === locale ? "font-medium text-brand-ink" : "text-ink-2 hover:bg-hover",
          )}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
