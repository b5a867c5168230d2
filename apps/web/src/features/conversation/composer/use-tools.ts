import { type Picked, pickFiles } from "./pick-files.ts";
import type { Tool, ToolDialog } from "./tools.ts";

export interface ToolsInput {
  add: (picked: Promise<Picked>) => void;
  onDialog: (dialog: ToolDialog) => void;
  onVoice: () => void;
  onAsk: () => void;
  setFormat: (change: (now: boolean) => boolean) => void;
}

/** What each tool does. */
export function useTools({ add, onDialog, onVoice, onAsk, setFormat }: ToolsInput): (tool: Tool) => void {
  return (tool) => {
    switch (tool) {
      case "image":
      case "album":
        return add(pickFiles({ accept: "image/*,video/*" }));
      case "camera":
        return add(pickFiles({ accept: "image/*,video/*", capture: true }));
      case "file":
        return add(pickFiles());
      case "voice":
        return onVoice();
      case "ask":
        return onAsk();
      case "format":
        return setFormat((now) => !now);
      default:
        return onDialog(tool);
    }
  };
}
