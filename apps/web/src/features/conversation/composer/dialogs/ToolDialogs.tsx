import type { MessageContentDraft } from "@qunxin/protocol";
import type { ToolDialog } from "../tools.ts";
import { CardDialog } from "./CardDialog.tsx";
import { ChainDialog } from "./ChainDialog.tsx";
import { LocationDialog } from "./LocationDialog.tsx";
import { PollDialog } from "./PollDialog.tsx";

export interface ContentDialogProps {
  onClose: () => void;
  onSend: (content: MessageContentDraft) => void;
}

const dialogs = { card: CardDialog, chain: ChainDialog, location: LocationDialog, poll: PollDialog };

/** The dialog of a tool that asks for more. */
export function ToolDialogs({ dialog, onClose, onSend }: ContentDialogProps & { dialog: ToolDialog }) {
  const Chosen = dialogs[dialog];
  return (
    <Chosen
      onClose={onClose}
      onSend={(content) => {
        onClose();
        onSend(content);
      }}
    />
  );
}
