import clsx from "clsx";
import { RadioGroup as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { useFieldWiring } from "./Field.tsx";

export interface RadioOption<V extends string> {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps<V extends string> {
  options: readonly RadioOption<V>[];
  value: V;
  onChange: (value: V) => void;
  /** Needed when no Field gives the label. */
  label?: string;
  /** Side by side instead of one below the other. */
  inline?: boolean;
  /** Each option as a bordered card. */
  cards?: boolean;
}

export function RadioGroup<V extends string>({ options, value, onChange, label, inline, cards }: RadioGroupProps<V>) {
  const wiring = useFieldWiring();
  return (
    <Primitive.Root
      {...wiring}
      aria-label={label}
      aria-labelledby={wiring.id ? `${wiring.id}-label` : undefined}
      value={value}
      onValueChange={(next) => onChange(next as V)}
      className={clsx("flex", inline ? "flex-wrap gap-x-5" : "flex-col", cards && "gap-2")}
    >
      {options.map((option) => (
        <Option key={option.value} option={option} cards={cards ?? false} />
      ))}
    </Primitive.Root>
  );
}

function Option<V extends string>({ option, cards }: { option: RadioOption<V>; cards: boolean }) {
  const id = useId();
  return (
    <div
      className={clsx(
        "relative flex min-h-control items-center gap-2",
        cards &&
          "rounded-card border border-line px-3 py-2 has-[[data-state=checked]]:border-brand has-[[data-state=checked]]:bg-brand-soft",
      )}
    >
      <Primitive.Item
        id={id}
        value={option.value}
        disabled={option.disabled ?? false}
        className="flex size-4 shrink-0 items-center justify-center rounded-full border border-tick bg-pane transition-colors hover:border-brand disabled:opacity-50 data-[state=checked]:border-brand max-md:size-5"
      >
        <Primitive.Indicator className="size-2 rounded-full bg-brand max-md:size-2.5" />
      </Primitive.Item>
      <label htmlFor={id} className={clsx("text-body select-none", cards && "before:absolute before:inset-0")}>
        {option.label}
        {option.hint && <span className="block text-meta text-ink-3">{option.hint}</span>}
      </label>
    </div>
  );
}
