import clsx from "clsx";
import { Check } from "lucide-react";
import { ContextMenu as Context, DropdownMenu as Dropdown } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { LongPressSheet } from "./LongPressSheet.tsx";
import { useIsPhone } from "./media.ts";

export interface MenuAction {
  label: string;
  icon?: ReactNode;
  onSelect: () => void;
  tone?: "default" | "danger";
  disabled?: boolean;
  /** Draws a tick; the item becomes a radio-like choice. */
  checked?: boolean;
  shortcut?: string;
}

/** An entry, a line between groups, or nothing (so that `can.x && {…}` reads well). */
export type MenuItem = MenuAction | "line" | false | null | undefined;

export interface MenuProps {
  items: readonly MenuItem[];
  /** The element that opens the menu; it must take a ref. */
  children: ReactElement;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
}

const contentClasses =
  "z-60 max-h-[80dvh] min-w-40 animate-pop-in overflow-y-auto rounded-card bg-pane p-1 shadow-pop outline-none";

/** Opens on click of its child. */
export function Menu({ items, children, align = "start", side = "bottom" }: MenuProps) {
  return (
    <Dropdown.Root>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={contentClasses}>
          {renderItems(items, Dropdown)}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

export interface ContextMenuProps extends Pick<MenuProps, "items" | "children"> {
  /** Names the menu. */
  label: string;
  /** Above the items of the phone's sheet; gets a function that closes it. */
  top?: ((close: () => void) => ReactNode) | undefined;
}

/** Opens on right click, on the menu key, and on a long press of its child; on a phone as a sheet. */
export function ContextMenu({ label, items, top, children }: ContextMenuProps) {
  const phone = useIsPhone();
  if (phone) {
    return (
      <LongPressSheet label={label} items={items} top={top}>
        {children}
      </LongPressSheet>
    );
  }
  return (
    <Context.Root>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content aria-label={label} collisionPadding={8} className={contentClasses}>
          {renderItems(items, Context)}
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  );
}

function renderItems(items: readonly MenuItem[], parts: typeof Dropdown | typeof Context) {
  return items.map((item, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place.
    if (item === "line") return <parts.Separator key={`line-${index}`} className="mx-1 my-1 h-px bg-line" />;
    if (!item) return null;
    const content = <ItemContent item={item} />;
    const classes = clsx(
      "flex h-control cursor-default items-center gap-2 rounded-control px-2.5 text-body outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover",
      item.tone === "danger" ? "text-bad data-[highlighted]:bg-bad-soft" : "text-ink-1",
    );
    const shared = { className: classes, disabled: item.disabled ?? false, onSelect: item.onSelect };
    if (item.checked === undefined) {
      return (
        <parts.Item key={item.label} {...shared}>
          {content}
        </parts.Item>
      );
    }
    return (
      <parts.CheckboxItem key={item.label} {...shared} checked={item.checked}>
        {content}
      </parts.CheckboxItem>
    );
  });
}

function ItemContent({ item }: { item: MenuAction }) {
  return (
    <>
      {item.icon && (
        <span aria-hidden className={clsx("flex w-4 justify-center", item.tone !== "danger" && "text-ink-2")}>
          {item.icon}
        </span>
      )}
      <span className="flex-1 pr-3">{item.label}</span>
      {item.shortcut && <kbd className="font-sans text-mini text-ink-3">{item.shortcut}</kbd>}
      {item.checked && <Check size={15} aria-hidden className="text-brand-ink" />}
    </>
  );
}
