import clsx from "clsx";
import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import { useT } from "../i18n/index.ts";
import { useFieldWiring } from "./Field.tsx";
import { fieldClasses } from "./Input.tsx";

export interface SelectOption<V extends string> {
  value: V;
  label: string;
  disabled?: boolean;
}

export interface SelectProps<V extends string> {
  options: readonly SelectOption<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  placeholder?: string;
  disabled?: boolean;
  /** Needed when no Field gives the label. */
  label?: string;
  className?: string;
}

export function Select<V extends string>({
  options,
  value,
  onChange,
  placeholder,
  disabled,
  label,
  className,
}: SelectProps<V>) {
  const t = useT();
  const wiring = useFieldWiring();
  return (
    <Primitive.Root value={value ?? ""} onValueChange={(next) => onChange(next as V)} disabled={disabled ?? false}>
      <Primitive.Trigger
        {...wiring}
        aria-label={label}
        className={clsx(
          fieldClasses,
          "flex h-control items-center justify-between gap-2 text-left data-[placeholder]:text-ink-3",
          className,
        )}
      >
        <span className="truncate">
          <Primitive.Value placeholder={placeholder ?? t("common.select.placeholder")} />
        </span>
        <ChevronDown size={16} aria-hidden className="shrink-0 text-ink-3" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop-in overflow-hidden rounded-card bg-pane p-1 shadow-pop"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Option key={option.value} option={option} />
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Option<V extends string>({ option }: { option: SelectOption<V> }) {
  return (
    <Primitive.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className="flex h-control cursor-default items-center gap-2 rounded-control px-2.5 text-body outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover data-[state=checked]:text-brand-ink"
    >
      <Primitive.ItemText>{option.label}</Primitive.ItemText>
      <Primitive.ItemIndicator className="ml-auto pl-4">
        <Check size={16} aria-hidden />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
