import clsx from "clsx";
import { useT } from "../../../i18n/index.ts";
import type { ToolsProps } from "./ToolBar.tsx";
import { toolIcons } from "./tool-icons.tsx";
import { panelTools } from "./tools.ts";

/** The phone's panel behind the plus. */
export function MorePanel({ format, onTool }: ToolsProps) {
  const t = useT();
  return (
    <div className="grid grid-cols-4 gap-x-2 gap-y-4 px-1 pt-2 pb-3">
      {panelTools.map((tool) => {
        const Icon = toolIcons[tool];
        const on = tool === "format" && format;
        return (
          <button
            key={tool}
            type="button"
            aria-pressed={tool === "format" ? format : undefined}
            onClick={() => onTool(tool)}
            className="flex flex-col items-center gap-1.5 text-meta text-ink-2"
          >
            <span
              className={clsx(
                "flex size-14 items-center justify-center rounded-sheet",
                on ? "bg-selected text-brand-ink" : "bg-hover text-ink-1",
              )}
            >
              <Icon size={25} aria-hidden />
            </span>
            {t(`kinds.tools.${tool}`)}
          </button>
        );
      })}
    </div>
  );
}
