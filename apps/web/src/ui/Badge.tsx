import clsx from "clsx";
import { useT } from "../i18n/index.ts";

export interface BadgeProps {
  count: number;
  /** A dot without a number, for muted conversations. */
  dot?: boolean;
  className?: string;
}

/** Unread count, 99+ at most; draws nothing at zero. */
export function Badge({ count, dot = false, className }: BadgeProps) {
  const t = useT();
  if (count <= 0) return null;
  return (
    <span
      className={clsx(
        "inline-flex shrink-0 items-center justify-center rounded-full bg-badge text-mini leading-none font-medium text-white",
        dot ? "size-2" : "h-4.5 min-w-4.5 px-1",
        className,
      )}
    >
      <span className="sr-only">{t("common.unread", { count })}</span>
      {!dot && <span aria-hidden>{count > 99 ? "99+" : count}</span>}
    </span>
  );
}
