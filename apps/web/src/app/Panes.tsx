import clsx from "clsx";
import { X } from "lucide-react";
import { type CSSProperties, lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useT } from "../i18n/index.ts";
import { Drawer, IconButton, useIsPhone, useIsWide } from "../ui/index.ts";
import { readListWidth } from "./list-width.ts";

export interface PanesProps {
  /** 300 px at the left; on a phone the screen with the tabs. */
  list: ReactNode;
  /** The rest; on a phone a screen over the list. */
  main: ReactNode;
  /** Whether `main` holds something chosen: on a phone it then covers the list. */
  mainOpen: boolean;
  drawer?: PaneDrawer | undefined;
}

export interface PaneDrawer {
  open: boolean;
  onClose: () => void;
  title: string;
  content: ReactNode;
  /** The content fills the drawer and scrolls by itself; the drawer is wider then. */
  filled?: boolean;
}

const ListResizer = lazy(async () => ({ default: (await import("./ListResizer.tsx")).ListResizer }));

/**
 * List, main and information drawer of a section. Desktop shows them side by side (the drawer over the page under
 * 1280 px), a phone one at a time. Render it from the section's layout route, with <Outlet/> inside `main`.
 */
export function Panes({ list, main, mainOpen, drawer }: PanesProps) {
  const t = useT();
  const phone = useIsPhone();
  const wide = useIsWide();
  const [width, setWidth] = useState(readListWidth);
  const listWidth = width === null ? undefined : ({ "--list-width": `${width}px` } as CSSProperties);
  // A phone shows one pane at a time, and that is the page then.
  const ListPane = phone ? "main" : "section";
  return (
    <>
      {(!phone || !mainOpen) && (
        <ListPane
          data-region
          aria-label={t("shell.region.list")}
          className={clsx(
            "flex min-h-0 flex-col bg-list",
            phone ? "flex-1" : "relative w-60 shrink-0 border-r border-line lg:w-(--list-width,18.75rem)",
          )}
          style={listWidth}
        >
          {list}
          {wide && (
            <Suspense>
              <ListResizer onWidth={setWidth} />
            </Suspense>
          )}
        </ListPane>
      )}
      {(!phone || mainOpen) && <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">{main}</main>}
      {drawer && (wide ? drawer.open && <DrawerPane {...drawer} /> : <OverDrawer {...drawer} />)}
    </>
  );
}

function DrawerPane({ onClose, title, content, filled }: PaneDrawer) {
  const t = useT();
  useFocusBack();
  return (
    <aside
      aria-label={t("shell.region.drawer")}
      className={clsx("flex shrink-0 flex-col border-l border-line bg-pane", filled ? "w-95" : "w-70")}
    >
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line pr-3 pl-4">
        <h2 className="truncate text-body font-semibold">{title}</h2>
        <IconButton label={t("common.close")} icon={<X size={18} />} onClick={onClose} />
      </header>
      <div className={clsx("min-h-0 flex-1", filled ? "flex flex-col" : "overflow-y-auto p-4")}>{content}</div>
    </aside>
  );
}

/** Gives the focus back to what opened the pane, unless somebody has put it elsewhere; over the page a dialog does it. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
    },
    [opener],
  );
}

function OverDrawer({ open, onClose, title, content, filled = false }: PaneDrawer) {
  return (
    <Drawer
      open={open}
      flush={filled}
      size={filled ? "md" : "sm"}
      title={title}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      {filled ? <div className="flex h-full flex-col">{content}</div> : content}
    </Drawer>
  );
}
