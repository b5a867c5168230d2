import clsx from "clsx";
import { useT } from "../../../i18n/index.ts";
import type { FormatMode } from "./tools.ts";

/** Switches between the source of a Markdown draft and its look. */
export function FormatTabs({ view, onView }: { view: FormatMode; onView: (view: FormatMode) => void }) {
  const t = useT();
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons in a bar are no fieldset.
    <div role="group" aria-label={t("kinds.tools.formatHint")} className="ml-auto flex items-center gap-1 max-md:ml-0">
      {(["write", "preview"] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view === one}
          onClick={() => onView(one)}
          className={clsx(
            "h-7 rounded-control px-2 text-meta max-md:h-11",
            view === one ? "bg-selected text-brand-ink" : "text-ink-2 hover:bg-hover",
          )}
        >
          {t(`kinds.tools.${one}`)}
        </button>
      ))}
    </div>
  );
}
