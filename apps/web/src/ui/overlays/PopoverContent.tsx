import { Popover as Primitive } from "radix-ui";
import { useRef } from "react";
import type { PopoverProps } from "../Popover.tsx";

interface PopoverContentProps extends Required<Omit<PopoverProps, "trigger">> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The trigger, beside which it stands. */
  anchor: HTMLElement | null;
}

/** What `Popover` shows once it is open. */
export function PopoverContent({ label, open, onOpenChange, anchor, align, side, children }: PopoverContentProps) {
  const virtual = useRef<HTMLElement>(document.body);
  virtual.current = anchor ?? document.body;
  const outside = useRef(false);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Anchor virtualRef={virtual} />
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // The trigger closes it by itself.
            if (anchor?.contains(event.target as Node)) event.preventDefault();
            else outside.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!outside.current) anchor?.focus({ preventScroll: true });
            outside.current = false;
          }}
          className="z-50 animate-pop-in rounded-card bg-pane p-3 shadow-pop outline-none"
        >
          {children(() => onOpenChange(false))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
