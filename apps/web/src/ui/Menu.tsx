import { Slot } from "radix-ui";
import { type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode, useId, useState } from "react";
import { LongPressSheet } from "./LongPressSheet.tsx";
import { useIsPhone } from "./media.ts";
import { OnceOpen } from "./OnceOpen.tsx";
import { MenuContent } from "./overlays.ts";

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

/** Opens on click of its child. */
export function Menu({ items, children, align = "start", side = "bottom" }: MenuProps) {
  const [open, setOpen] = useState(false);
  const [byKey, setByKey] = useState(false);
  const [trigger, setTrigger] = useState<Element | null>(null);
  const show = (next: boolean, key: boolean) => {
    setByKey(key);
    setOpen(next);
  };
  const id = useId();
  return (
    <>
      <Slot.Root
        ref={setTrigger}
        id={id}
        aria-haspopup="menu"
        aria-expanded={open}
        data-state={open ? "open" : "closed"}
        // A key clicks without a count.
        onClick={({ detail }: MouseEvent) => show(!open, detail === 0)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          show(true, true);
        }}
      >
        {children}
      </Slot.Root>
      <OnceOpen open={open}>
        <MenuContent
          open={open}
          onOpenChange={setOpen}
          anchor={trigger}
          origin={trigger}
          labelledBy={trigger?.id ?? id}
          {...{ items, align, side, byKey }}
        />
      </OnceOpen>
    </>
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
    <AtPointer label={label} items={items}>
      {children}
    </AtPointer>
  );
}

function AtPointer({ label, items, children }: Omit<ContextMenuProps, "top">) {
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState<{ x: number; y: number; byKey: boolean; origin: Element | null } | null>(null);
  const show = (event: MouseEvent) => {
    event.preventDefault();
    const { clientX: x, clientY: y, nativeEvent } = event;
    const byKey = "pointerType" in nativeEvent && nativeEvent.pointerType === "";
    setAt({ x, y, byKey, origin: document.activeElement });
    setOpen(true);
  };
  return (
    <>
      <Slot.Root onContextMenu={show}>{children}</Slot.Root>
      <OnceOpen open={open}>
        <MenuContent
          // Opened anew elsewhere, it moves there.
          key={`${at?.x} ${at?.y}`}
          open={open}
          onOpenChange={setOpen}
          anchor={at}
          byKey={at?.byKey ?? false}
          origin={at?.origin ?? null}
          side="right"
          align="start"
          {...{ label, items }}
        />
      </OnceOpen>
    </>
  );
}
