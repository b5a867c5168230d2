import clsx from "clsx";
import { Check } from "lucide-react";
import { DropdownMenu as Dropdown } from "radix-ui";
import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import type { MenuAction, MenuItem, MenuProps } from "../Menu.tsx";

interface MenuContentProps extends Required<Pick<MenuProps, "items" | "align" | "side">> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Where it opens: beside an element, or at a point of the window. */
  anchor: Element | { x: number; y: number } | null;
  /** Opened with a key: the first item has the focus, as Radix does it where it saw the key itself. */
  byKey: boolean;
  /** Gets the focus back. */
  origin: Element | null;
  /** Names the menu, or says by which element it is named. */
  label?: string;
  labelledBy?: string;
}

/** What `Menu` and `ContextMenu` show once they are open. */
export function MenuContent({
  open,
  onOpenChange,
  anchor,
  byKey,
  origin,
  label,
  labelledBy,
  ...look
}: MenuContentProps) {
  const outside = useRef(false);
  const { items, align, side } = look;
  const atPoint = anchor !== null && !(anchor instanceof Element);
  const giveFocusBack = (event: Event) => {
    event.preventDefault();
    // Whoever clicked elsewhere is there now.
    if (!outside.current && origin instanceof HTMLElement && origin.isConnected) origin.focus({ preventScroll: true });
    outside.current = false;
  };
  return (
    <Dropdown.Root open={open} onOpenChange={onOpenChange}>
      {createPortal(
        // The real trigger came before this code: an invisible one lies over it, for the menu to stand beside.
        <Dropdown.Trigger asChild>
          <span aria-hidden className="pointer-events-none fixed" style={open ? placeOf(anchor) : {}} />
        </Dropdown.Trigger>,
        document.body,
      )}
      <Dropdown.Portal>
        <Dropdown.Content
          aria-label={label}
          aria-labelledby={labelledBy}
          align={align}
          side={side}
          sideOffset={atPoint ? 2 : 4}
          collisionPadding={8}
          onInteractOutside={() => {
            outside.current = true;
          }}
          onCloseAutoFocus={giveFocusBack}
          className="z-60 max-h-[80dvh] min-w-40 animate-pop-in overflow-y-auto rounded-card bg-pane p-1 shadow-pop outline-none"
        >
          {byKey && <FirstItemFocus />}
          {renderItems(items)}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

function FirstItemFocus() {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // After the menu has taken the focus itself.
    const timer = setTimeout(() => {
      const menu = here.current?.closest("[role=menu]");
      menu?.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
    });
    return () => clearTimeout(timer);
  }, []);
  return <span ref={here} hidden />;
}

function placeOf(anchor: MenuContentProps["anchor"]) {
  if (anchor === null) return {};
  if (!(anchor instanceof Element)) return { left: anchor.x, top: anchor.y, width: 0, height: 0 };
  const { left, top, width, height } = anchor.getBoundingClientRect();
  return { left, top, width, height };
}

function renderItems(items: readonly MenuItem[]) {
  return items.map((item, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place.
    if (item === "line") return <Dropdown.Separator key={`line-${index}`} className="mx-1 my-1 h-px bg-line" />;
    if (!item) return null;
    const content = <ItemContent item={item} />;
    const classes = clsx(
      "flex h-control cursor-default items-center gap-2 rounded-control px-2.5 text-body outline-none select-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover",
      item.tone === "danger" ? "text-bad data-[highlighted]:bg-bad-soft" : "text-ink-1",
    );
    const shared = { className: classes, disabled: item.disabled ?? false, onSelect: item.onSelect };
    if (item.checked === undefined) {
      return (
        <Dropdown.Item key={item.label} {...shared}>
          {content}
        </Dropdown.Item>
      );
    }
    return (
      <Dropdown.CheckboxItem key={item.label} {...shared} checked={item.checked}>
        {content}
      </Dropdown.CheckboxItem>
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
