import type { ReactNode } from "react";
import { OnceOpen } from "./OnceOpen.tsx";
import { DialogWindow } from "./overlays.ts";

export interface OverlayProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence below the title, read with it. */
  description?: ReactNode;
  /** Buttons, at the right of the bottom bar. */
  footer?: ReactNode;
  children?: ReactNode;
}

export interface DialogProps extends OverlayProps {
  /** Desktop width: 400, 560, 760 or 960 px. */
  size?: "sm" | "md" | "lg" | "xl";
  /** Removes the padding of the body, for lists and split panes. */
  flush?: boolean;
  /** Keeps the dialog open on Esc and on a click beside it, e.g. while saving. */
  locked?: boolean;
  /** Small centred window on a phone too, instead of a full screen. */
  compact?: boolean;
}

/** Modal window; on a phone a full screen with a back button. */
export function Dialog(props: DialogProps) {
  return (
    <OnceOpen open={props.open}>
      <DialogWindow {...props} />
    </OnceOpen>
  );
}
