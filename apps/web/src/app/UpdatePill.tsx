import { RefreshCw } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { useShell } from "./shell-state.ts";

/** Offers the new build; nothing reloads by itself. */
export function UpdatePill() {
  const t = useT();
  const applyUpdate = useShell((state) => state.applyUpdate);
  if (!applyUpdate) return null;
  return (
    <button
      type="button"
      onClick={applyUpdate}
      className="fixed bottom-20 left-1/2 z-30 flex h-9 -translate-x-1/2 animate-pop-in items-center gap-2 rounded-full bg-brand px-4 text-meta font-medium text-white shadow-pop hover:bg-brand-hover md:bottom-6"
    >
      <RefreshCw size={14} aria-hidden />
      {t("shell.update")}
    </button>
  );
}
