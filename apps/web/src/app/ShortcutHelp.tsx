import { lazy, Suspense, useEffect, useState } from "react";
import { withTexts } from "../i18n/index.ts";
import { isImeKey } from "../ui/index.ts";

const ShortcutsDialog = lazy(
  withTexts("acts", async () => ({
    default: (await import("../features/shortcuts/ShortcutsDialog.tsx")).ShortcutsDialog,
  })),
);

const notHere = "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]";

/** `?` shows all keys, unless something is being written or a window is open. */
export function ShortcutHelp() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isImeKey(event)) return;
      if (event.target instanceof Element && event.target.closest(notHere)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return <Suspense>{open && <ShortcutsDialog onClose={() => setOpen(false)} />}</Suspense>;
}
