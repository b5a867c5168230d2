import clsx from "clsx";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useT } from "../i18n/index.ts";
import { useFieldWiring } from "./Field.tsx";

/** Ground, border and focus shared by all text fields. Text is 16 px on a phone, which stops iOS from zooming. */
export const fieldClasses =
  "w-full rounded-control border border-line-strong bg-pane px-2.5 text-body text-ink-1 transition-colors outline-none hover:border-tick focus-visible:border-brand focus-visible:ring-2 focus-visible:ring-brand/25 disabled:cursor-not-allowed disabled:bg-canvas disabled:text-ink-3 aria-invalid:border-bad aria-invalid:ring-bad/20";

export interface InputProps extends ComponentProps<"input"> {
  /** Icon or text inside the field, at its start or end. */
  start?: ReactNode;
  end?: ReactNode;
}

export function Input({ start, end, className, ...rest }: InputProps) {
  const wiring = useFieldWiring();
  return (
    <span className={clsx("relative flex w-full items-center", className)}>
      {start && <span className="pointer-events-none absolute left-2.5 flex text-ink-3">{start}</span>}
      <input {...wiring} className={clsx(fieldClasses, "h-control", start && "pl-8", end && "pr-10")} {...rest} />
      {end && <span className="absolute right-1 flex text-ink-3">{end}</span>}
    </span>
  );
}

/** A password field with a button that shows what was typed. */
export function PasswordInput(props: Omit<InputProps, "type" | "end">) {
  const t = useT();
  const [shown, setShown] = useState(false);
  const toggle = (
    <button
      type="button"
      aria-label={t(shown ? "common.password.hide" : "common.password.show")}
      aria-pressed={shown}
      onClick={() => setShown(!shown)}
      className="flex size-7 items-center justify-center rounded-control hover:text-ink-1 max-md:size-11"
    >
      {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
    </button>
  );
  return <Input {...props} type={shown ? "text" : "password"} autoCapitalize="off" spellCheck={false} end={toggle} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldWiring()}
      rows={rows}
      className={clsx(fieldClasses, "resize-y py-1.5", className)}
      {...rest}
    />
  );
}
