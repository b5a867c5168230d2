import type { TimelineRow } from "@qunxin/client";
import { type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, useContext, useState } from "react";
import { loadTexts } from "../../i18n/index.ts";
import { isImeKey, type MenuItem, useIsPhone } from "../../ui/index.ts";
import { useActing } from "./acts/acting.ts";
import { ActsContext } from "./acts/acts-context.ts";
import { useAbilities } from "./acts/use-abilities.ts";
import { isMessage, type TimelineItem } from "./timeline-items.ts";

type MenuParts = typeof import("./acts/menu-parts.tsx");

export interface RowMenu {
  items: MenuItem[];
  /** Stands above the items on a phone. */
  top: ((close: () => void) => ReactNode) | undefined;
  /** For the element inside the context menu that holds the rows. */
  handlers: {
    onContextMenuCapture: (event: MouseEvent) => void;
    onPointerDownCapture: (event: PointerEvent) => void;
    onPointerOver: () => void;
    onFocus: () => void;
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
}

/** One menu for all messages, filled for the row under the mouse, the finger or the keyboard. */
export function useRowMenu(rows: readonly TimelineItem[]): RowMenu {
  const acts = useContext(ActsContext);
  const phone = useIsPhone();
  const [parts, setParts] = useState<MenuParts | null>(null);
  const [row, setRow] = useState<TimelineRow | null>(null);
  // The row as it is now: what is done from an open menu meets the newest state.
  const now = (row && rows.find(({ key }) => key === row.key)?.row) ?? row;
  const seq = now?.state === "stored" && isMessage(now) ? now.entry.seq : null;
  const can = useAbilities(acts?.conversationId, seq);
  const prepare = () => {
    if (!parts) void loadParts().then(setParts);
  };
  const fillFor = (target: EventTarget): boolean => {
    prepare();
    const key = target instanceof Element ? target.closest("[data-row]")?.getAttribute("data-row") : null;
    const found = rows.find((one) => one.key === key)?.row;
    const acted = found !== undefined && isMessage(found) && useActing.getState().picked === null;
    setRow(acted ? found : null);
    return acted;
  };
  return {
    items: now && acts && parts ? parts.messageMenu(now, acts, can, phone) : [],
    top: acts && seq !== null && parts && can?.react !== false ? parts.reactionsOnTop(acts, seq) : undefined,
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
      onPointerOver: prepare,
      onFocus: prepare,
      onKeyDown(event) {
        if (isImeKey(event.nativeEvent)) return;
        const { currentTarget } = event;
        if (parts) parts.rowKeys(event, currentTarget);
        else void loadParts().then(({ rowKeys }) => rowKeys(event, currentTarget));
        prepare();
      },
    },
  };
}

let loading: Promise<MenuParts> | null = null;

function loadParts(): Promise<MenuParts> {
  loading ??= Promise.all([import("./acts/menu-parts.tsx"), loadTexts("acts")]).then(([loaded]) => loaded);
  return loading;
}
