import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Spinner } from "./Spinner.tsx";

export type ButtonTone = "primary" | "default" | "danger" | "danger-solid" | "ghost" | "link";
export type ButtonSize = "sm" | "md" | "lg";

export interface ButtonProps extends ComponentProps<"button"> {
  tone?: ButtonTone;
  size?: ButtonSize;
  /** Shows a spinner and refuses clicks; the label stays. */
  loading?: boolean;
  icon?: ReactNode;
  /** Takes the whole width. */
  block?: boolean;
}

const tones: Record<ButtonTone, string> = {
  primary: "bg-brand text-white enabled:hover:bg-brand-hover enabled:active:bg-brand",
  default: "border border-line-strong bg-pane text-ink-1 enabled:hover:bg-hover",
  danger: "border border-bad/55 bg-pane text-bad enabled:hover:bg-bad-soft",
  "danger-solid": "bg-badge text-white enabled:hover:brightness-110",
  ghost: "text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink-1",
  link: "text-brand-ink enabled:hover:underline underline-offset-2",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-meta max-md:h-9",
  md: "h-control px-3.5 text-body",
  lg: "h-10 px-5 text-body max-md:h-12",
};

export function Button({
  tone = "default",
  size = "md",
  loading = false,
  icon,
  block = false,
  className,
  disabled,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-50",
        tones[tone],
        sizes[size],
        tone === "link" && "px-1",
        block && "w-full",
        className,
      )}
      {...rest}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  );
}
