import clsx from "clsx";
import { Check } from "lucide-react";
import { Slot } from "radix-ui";
import { type MouseEvent, type PointerEvent, type ReactElement, type ReactNode, useRef, useState } from "react";
import type { MenuAction, MenuItem } from "./Menu.tsx";
import { Sheet } from "./Sheet.tsx";

const pressMs = 450;
const pressMovesAtMost = 10;

export interface LongPressSheetProps {
  label: string;
  items: readonly MenuItem[];
  /** Above the items; gets a function that closes the sheet. */
  top?: ((close: () => void) => ReactNode) | undefined;
  children: ReactElement;
}

/** The phone's context menu: a long press opens a sheet from the bottom edge. */
export function LongPressSheet({ label, items, top, children }: LongPressSheetProps) {
  const [open, setOpen] = useState(false);
  const chosen = useRef<MenuAction | null>(null);
  const handlers = useLongPress(() => setOpen(true));
  // Only then: what is done may put the focus somewhere, and an open sheet would take it back.
  const act = (event: Event) => {
    if (!chosen.current) return;
    event.preventDefault();
    chosen.current.onSelect();
    chosen.current = null;
  };
  const onlyNewPresses = useOnlyNewPresses();
  const choose = (action: MenuAction) => {
    chosen.current = action;
    setOpen(false);
  };
  const shown = items.some((item) => item);
  return (
    <>
      <Slot.Root className="select-none [-webkit-touch-callout:none]" {...handlers}>
        {children}
      </Slot.Root>
      <Sheet open={open && shown} onOpenChange={setOpen} title={label} hideTitle onCloseAutoFocus={act}>
        {top && <div {...onlyNewPresses}>{top(() => setOpen(false))}</div>}
        <div role="menu" aria-label={label} className="flex flex-col" {...onlyNewPresses}>
          {items.map((item, index) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place.
            if (item === "line") return <hr key={`line-${index}`} className="my-1 border-line" />;
            return item && <SheetAction key={item.label} action={item} onChoose={choose} />;
          })}
        </div>
      </Sheet>
    </>
  );
}

function SheetAction({ action, onChoose }: { action: MenuAction; onChoose: (action: MenuAction) => void }) {
  return (
    <button
      type="button"
      {...(action.checked === undefined
        ? { role: "menuitem" }
        : { role: "menuitemcheckbox", "aria-checked": action.checked })}
      disabled={action.disabled}
      onClick={() => onChoose(action)}
      className={clsx(
        "flex min-h-13 items-center gap-3 rounded-control px-2 text-left text-[1rem] active:bg-hover disabled:opacity-45",
        action.tone === "danger" ? "text-bad" : "text-ink-1",
      )}
    >
      <span aria-hidden className="flex w-6 justify-center text-ink-2">
        {action.icon}
      </span>
      <span className="flex-1">{action.label}</span>
      {action.checked && <Check size={18} aria-hidden className="text-brand-ink" />}
    </button>
  );
}

/** The sheet comes up below the finger that opened it: lifting that finger chooses nothing. */
function useOnlyNewPresses() {
  const begun = useRef(false);
  return {
    onPointerDownCapture() {
      begun.current = true;
    },
    onClickCapture(event: MouseEvent) {
      // Keys click without a press, and without a count.
      if (begun.current || event.detail === 0) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** Handlers that tell a finger resting in one place; the click that follows it goes nowhere. */
function useLongPress(onLongPress: () => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const pressed = useRef(false);
  const stop = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  const fire = () => {
    stop();
    pressed.current = true;
    onLongPress();
  };
  return {
    onPointerDown({ pointerType, clientX: x, clientY: y, target }: PointerEvent) {
      stop();
      pressed.current = false;
      // What is marked so does something of its own when a finger rests on it.
      if (pointerType !== "mouse" && !(target as Element).closest("[data-own-press]"))
        press.current = { timer: setTimeout(fire, pressMs), x, y };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const at = press.current;
      if (at && Math.hypot(clientX - at.x, clientY - at.y) > pressMovesAtMost) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // Some phones tell a long press this way, so does the menu key.
    onContextMenu(event: MouseEvent) {
      event.preventDefault();
      if (!pressed.current) fire();
    },
    onClickCapture(event: MouseEvent) {
      if (!pressed.current) return;
      pressed.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
