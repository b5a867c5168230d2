import clsx from "clsx";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "../i18n/index.ts";
import { IconButton } from "../ui/index.ts";

export interface ScreenHeaderProps {
  title: ReactNode;
  /** Second line, e.g. type and retention of a group. */
  subtitle?: ReactNode;
  /** Shows a back button; pass it on phones for screens that cover another. */
  onBack?: (() => void) | undefined;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** First screen of a phone tab: larger title, ground of the list. */
  root?: boolean;
}

/** The 56 px bar on top of a pane or a phone screen. */
export function ScreenHeader({ title, subtitle, onBack, actions, root = false }: ScreenHeaderProps) {
  const t = useT();
  return (
    <header
      className={clsx(
        "flex min-h-14 shrink-0 items-center gap-1 pt-[env(safe-area-inset-top)] pr-3",
        root ? "bg-list" : "border-b border-line bg-pane",
        onBack ? "pl-1" : "pl-4 md:pl-5",
      )}
    >
      {onBack && <IconButton label={t("common.back")} icon={<ArrowLeft size={20} />} onClick={onBack} />}
      <div className="min-w-0 flex-1">
        <h1 className={clsx("truncate font-semibold", root ? "text-head max-md:text-[1.125rem]" : "text-title")}>
          {title}
        </h1>
        {subtitle && <p className="truncate text-meta text-ink-2">{subtitle}</p>}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-0.5">{actions}</div>}
    </header>
  );
}

/** A screen outside the shell: a centred card on a quiet ground (login, set-up, invitation). */
export function CardScreen({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <main className="h-dvh overflow-y-auto bg-canvas">
      <div className="flex min-h-full items-center justify-center p-4">
        <div className={clsx("w-full rounded-sheet bg-pane p-6 shadow-pop md:p-8", wide ? "max-w-180" : "max-w-100")}>
          {children}
        </div>
      </div>
    </main>
  );
}
