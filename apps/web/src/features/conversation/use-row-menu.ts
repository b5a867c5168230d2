import type { Entry } from "@qunxin/protocol";
import { type MouseEvent, type PointerEvent, useState } from "react";
import { copyText } from "../../ui/copy-text.ts";
import type { MenuItem } from "../../ui/index.ts";
import { messageMenu } from "./message-menu.tsx";
import type { TimelineItem } from "./timeline-items.ts";

export interface RowMenu {
  items: MenuItem[];
  /** For the element inside the context menu that holds the rows. */
  handlers: {
    onContextMenuCapture: (event: MouseEvent) => void;
    onPointerDownCapture: (event: PointerEvent) => void;
  };
}

/** One menu for all messages, filled for the row under the mouse or the finger. */
export function useRowMenu(rows: readonly TimelineItem[], onReply: (entry: Entry) => void): RowMenu {
  const [items, setItems] = useState<MenuItem[]>([]);
  const fillFor = (target: EventTarget): boolean => {
    const key = target instanceof Element ? target.closest("[data-row]")?.getAttribute("data-row") : null;
    const row = rows.find((one) => one.key === key)?.row;
    const menu = row ? messageMenu(row, { onReply, onCopy: (text) => void copyText(text) }) : [];
    setItems(menu);
    return menu.length > 0;
  };
  return {
    items,
    handlers: {
      onContextMenuCapture(event) {
        // Over a link, and where there is nothing to do, the browser's own menu.
        const link = event.target instanceof Element && event.target.closest("a");
        if (link || !fillFor(event.target)) event.stopPropagation();
      },
      // A long press opens the menu without a contextmenu event of its own.
      onPointerDownCapture(event) {
        if (event.pointerType !== "mouse") fillFor(event.target);
      },
    },
  };
}
