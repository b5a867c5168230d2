import { Slot } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import { useIsPhone } from "./media.ts";
import { OnceOpen } from "./OnceOpen.tsx";
import { PopoverContent } from "./overlays.ts";
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
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const phone = useIsPhone();
  return (
    <>
      <Slot.Root
        ref={setAnchor}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-state={open ? "open" : "closed"}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </Slot.Root>
      {phone ? (
        <Sheet open={open} onOpenChange={setOpen} title={label}>
          {open && children(() => setOpen(false))}
        </Sheet>
      ) : (
        <OnceOpen open={open}>
          <PopoverContent open={open} onOpenChange={setOpen} {...{ label, anchor, align, side, children }} />
        </OnceOpen>
      )}
    </>
  );
}
