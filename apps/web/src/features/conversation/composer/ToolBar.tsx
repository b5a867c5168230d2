import { useT } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/index.ts";
import { toolIcons } from "./tool-icons.tsx";
import { barTools, type Tool } from "./tools.ts";

export interface ToolsProps {
  /** Markdown is being written. */
  format: boolean;
  onTool: (tool: Tool) => void;
}

/** Buttons for what can be sent besides text. */
export function ToolBar({ format, onTool }: ToolsProps) {
  const t = useT();
  return (
    <div role="toolbar" aria-label={t("kinds.tools")} className="flex items-center gap-0.5">
      {barTools.map((tool) => {
        const Icon = toolIcons[tool];
        return (
          <IconButton
            key={tool}
            label={t(`kinds.tools.${tool}`)}
            icon={<Icon size={18} />}
            {...(tool === "format" ? { pressed: format } : {})}
            onClick={() => onTool(tool)}
          />
        );
      })}
    </div>
  );
}
