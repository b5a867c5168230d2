import { type FocusEvent, type PointerEvent, useState } from "react";

/** Whether the mouse is over an element or the focus within, what it opened included; with the handlers that tell. */
export function useNear() {
  const [near, setNear] = useState(false);
  const handlers = {
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === "mouse" && setNear(true),
    onPointerLeave: ({ currentTarget }: PointerEvent<HTMLElement>) => {
      if (!currentTarget.contains(document.activeElement)) setNear(false);
    },
    onFocus: () => setNear(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      const inside = currentTarget.contains(relatedTarget) || (relatedTarget as Element | null)?.closest(opened);
      if (!inside) setNear(false);
    },
  };
  return [near, handlers] as const;
}

/** What opens beside a row stands elsewhere in the document. */
const opened = "[data-radix-popper-content-wrapper],[role=dialog],[role=menu]";
