import clsx from "clsx";
import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { useFieldWiring } from "./Field.tsx";

export type TriState = boolean | "mixed";

export interface CheckboxProps {
  checked: TriState;
  /** A click on "mixed" asks for true. */
  onChange: (checked: boolean) => void;
  /** Text beside the box; without it give `ariaLabel`. */
  label?: ReactNode;
  ariaLabel?: string;
  hint?: ReactNode;
  disabled?: boolean;
  className?: string;
}

export function Checkbox({ checked, onChange, label, ariaLabel, hint, disabled = false, className }: CheckboxProps) {
  const ownId = useId();
  const wiring = useFieldWiring();
  const id = label ? ownId : (wiring.id ?? ownId);
  const box = (
    <Primitive.Root
      {...wiring}
      id={id}
      aria-label={ariaLabel}
      disabled={disabled}
      checked={checked === "mixed" ? "indeterminate" : checked}
      onCheckedChange={(next) => onChange(next === true)}
      className="group flex shrink-0 items-center justify-center rounded-[4px] disabled:opacity-50"
    >
      <TickBox checked={checked} />
    </Primitive.Root>
  );
  if (!label) return box;
  return (
    <div className={clsx("flex min-h-control items-center gap-2", className)}>
      {box}
      <label htmlFor={id} className={clsx("text-body select-none", disabled && "text-ink-3")}>
        {label}
        {hint && <span className="block text-meta text-ink-3">{hint}</span>}
      </label>
    </div>
  );
}

/** The drawn box alone, for rows that carry the checkbox role themselves. */
export function TickBox({ checked }: { checked: TriState }) {
  return (
    <span
      aria-hidden
      className={clsx(
        "flex size-4 shrink-0 items-center justify-center rounded-[4px] border transition-colors max-md:size-5",
        checked ? "border-brand bg-brand text-white" : "border-tick bg-pane group-hover:border-brand",
      )}
    >
      {checked === "mixed" && <Minus size={12} strokeWidth={3} />}
      {checked === true && <Check size={12} strokeWidth={3.2} />}
    </span>
  );
}
