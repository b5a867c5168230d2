import type { OverlayProps } from "./Dialog.tsx";
import { OnceOpen } from "./OnceOpen.tsx";
import { SheetWindow } from "./overlays.ts";

export interface SheetProps extends Omit<OverlayProps, "footer"> {
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
  /** Runs once it is closed; `preventDefault` keeps the focus from returning to where it was. */
  onCloseAutoFocus?: (event: Event) => void;
}

/** A sheet from the bottom edge: the phone's popover. */
export function Sheet(props: SheetProps) {
  return (
    <OnceOpen open={props.open}>
      <SheetWindow {...props} />
    </OnceOpen>
  );
}
