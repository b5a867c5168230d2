import clsx from "clsx";
import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";

export interface TabItem<V extends string> {
  value: V;
  label: ReactNode;
  /** Shown after the label, e.g. a count. */
  count?: number;
  content?: ReactNode;
}

export interface TabsProps<V extends string> {
  items: readonly TabItem<V>[];
  value: V;
  onChange: (value: V) => void;
  label: string;
  /** "line" for pages and dialogs, "pill" for filters above a list. */
  look?: "line" | "pill";
  className?: string;
}

export function Tabs<V extends string>({ items, value, onChange, label, look = "line", className }: TabsProps<V>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => onChange(next as V)}
      className={clsx("flex min-h-0 flex-col", className)}
    >
      <Primitive.List
        aria-label={label}
        className={clsx(
          "flex shrink-0 overflow-x-auto [scrollbar-width:none]",
          look === "line" ? "gap-5 border-b border-line" : "gap-1",
        )}
      >
        {items.map((item) => (
          <Primitive.Trigger
            key={item.value}
            value={item.value}
            {...(item.content === undefined ? { "aria-controls": undefined } : {})}
            className={look === "line" ? lineTab : pillTab}
          >
            {item.label}
            {item.count !== undefined && <span className="text-meta opacity-80">{item.count}</span>}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {items.map(
        (item) =>
          item.content !== undefined && (
            <Primitive.Content key={item.value} value={item.value} className="min-h-0 flex-1 outline-offset-0">
              {item.content}
            </Primitive.Content>
          ),
      )}
    </Primitive.Root>
  );
}

const lineTab =
  "-mb-px flex h-10 items-center gap-1 border-b-2 border-transparent text-body whitespace-nowrap text-ink-2 transition-colors hover:text-ink-1 focus-visible:-outline-offset-2 data-[state=active]:border-brand data-[state=active]:font-medium data-[state=active]:text-brand-ink max-md:h-11";
const pillTab =
  "flex h-6 items-center gap-1 rounded-full px-2.5 text-meta whitespace-nowrap text-ink-2 transition-colors hover:bg-hover focus-visible:-outline-offset-2 data-[state=active]:bg-brand data-[state=active]:text-white max-md:h-9 max-md:px-3.5";
