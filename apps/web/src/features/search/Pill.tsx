import clsx from "clsx";
import { ChevronDown, X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { useT } from "../../i18n/index.ts";

export interface PillProps extends Omit<ComponentProps<"button">, "children"> {
  label: ReactNode;
  /** Narrows the search down now. */
  on: boolean;
  /** Opens a choice instead of switching. */
  opens?: boolean;
}

/** A filter above the results. */
export function Pill({ label, on, opens = false, className, ...rest }: PillProps) {
  return (
    <button
      type="button"
      {...(opens ? {} : { "aria-pressed": on })}
      className={clsx(
        "flex h-7 max-w-50 shrink-0 items-center gap-1 rounded-full border px-2.5 text-meta whitespace-nowrap transition-colors max-md:h-11 max-md:px-3.5",
        on ? "border-brand bg-brand-soft text-brand-ink" : "border-line bg-pane text-ink-2 hover:bg-hover",
        className,
      )}
      {...rest}
    >
      <span className="truncate">{label}</span>
      {opens && <ChevronDown size={13} aria-hidden className="shrink-0" />}
    </button>
  );
}

/** Takes all filters away. */
export function ClearPill({ onClick }: { onClick: () => void }) {
  const t = useT();
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-7 shrink-0 items-center gap-1 rounded-full px-2 text-meta whitespace-nowrap text-ink-2 hover:text-ink-1 max-md:h-11"
    >
      <X size={13} aria-hidden />
      {t("search.filter.clear")}
    </button>
  );
}
