import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "title" | "children"> {
  /** Read aloud and shown as tooltip. */
  label: string;
  icon: ReactNode;
  size?: "sm" | "md";
  /** Keyboard shortcut shown in the tooltip, e.g. "Ctrl+K". */
  shortcut?: string;
  pressed?: boolean;
}

/** A square button with only an icon; 32 px with a mouse, 44 px on a phone. */
export function IconButton({
  label,
  icon,
  size = "md",
  shortcut,
  pressed,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={shortcut ? `${label}  ${shortcut}` : label}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={clsx(
          "inline-flex shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors enabled:hover:bg-hover enabled:hover:text-ink-1 disabled:opacity-40 max-md:size-11",
          size === "sm" ? "size-7" : "size-8",
          pressed && "bg-selected text-brand-ink",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
