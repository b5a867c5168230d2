import { Popover as Primitive } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import { useIsPhone } from "./media.ts";
import { Sheet } from "./Sheet.tsx";

export interface PopoverProps {
  /** Names the panel; shown as title on a phone. */
  label: string;
  trigger: ReactElement;
  /** Gets a function that closes the panel. */
  children: (close: () => void) => ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "right" | "bottom" | "left";
}

/** A small panel beside its trigger; on a phone a bottom sheet. */
export function Popover({ label, trigger, children, align = "center", side = "bottom" }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const phone = useIsPhone();
  const close = () => setOpen(false);
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      {phone ? (
        <Sheet open={open} onOpenChange={setOpen} title={label}>
          {children(close)}
        </Sheet>
      ) : (
        <Primitive.Portal>
          <Primitive.Content
            aria-label={label}
            align={align}
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 animate-pop-in rounded-card bg-pane p-3 shadow-pop outline-none"
          >
            {children(close)}
          </Primitive.Content>
        </Primitive.Portal>
      )}
    </Primitive.Root>
  );
}
