import { useRef } from "react";

// Radix puts hidden inputs beside its boxes and switches inside forms; those are no fields.
const fields =
  "[data-autofocus], input:not([disabled], [aria-hidden], [type=hidden], [type=file]), textarea:not([disabled])";

interface WindowFocus {
  onOpenAutoFocus: (event: Event) => void;
  onCloseAutoFocus: (event: Event) => void;
}

/**
 * Where the focus goes when a window opens and closes; spread on its content. First to its first field, else to the
 * window itself: Radix would take the close button, which shows its tooltip and swallows the first Esc. Afterwards
 * back to where it was: Radix knows that only of windows with a trigger of their own.
 */
export function useWindowFocus(open: boolean): WindowFocus {
  const wasOpen = useRef(false);
  const origin = useRef<Element | null>(null);
  // While drawing, since a field with autoFocus takes the focus before any effect runs.
  if (open && !wasOpen.current) origin.current = document.activeElement;
  wasOpen.current = open;
  return {
    onOpenAutoFocus: focusFirstField,
    onCloseAutoFocus(event) {
      if (event.defaultPrevented || !(origin.current instanceof HTMLElement) || !origin.current.isConnected) return;
      event.preventDefault();
      origin.current.focus({ preventScroll: true });
    },
  };
}

function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const field = content.querySelector<HTMLElement>(fields);
  (field ?? content).focus({ preventScroll: true });
}
