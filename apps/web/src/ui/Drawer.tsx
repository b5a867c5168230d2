import type { OverlayProps } from "./Dialog.tsx";
import { OnceOpen } from "./OnceOpen.tsx";
import { DrawerWindow } from "./overlays.ts";

export interface DrawerProps extends OverlayProps {
  /** Desktop width: 320, 480 or 720 px; a phone shows it full-screen. */
  size?: "sm" | "md" | "lg";
  flush?: boolean;
}

/** A panel from the right edge, over the page. */
export function Drawer(props: DrawerProps) {
  return (
    <OnceOpen open={props.open}>
      <DrawerWindow {...props} />
    </OnceOpen>
  );
}
