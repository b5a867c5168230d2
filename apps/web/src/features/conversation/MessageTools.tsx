import type { TimelineRow } from "@qunxin/client";
import type { Entry } from "@qunxin/protocol";
import { Copy, Reply } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import { textOf } from "./message-menu.tsx";

export interface MessageToolsProps {
  row: TimelineRow;
  onReply: (entry: Entry) => void;
}

/** The bar beside a message under the mouse or with the keyboard in it; a phone has the long-press menu instead. */
export function MessageTools({ row, onReply }: MessageToolsProps) {
  const t = useT();
  if (row.state !== "stored") return null;
  const button =
    "flex size-7 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink-1 focus-visible:outline-offset-0";
  return (
    <div className="flex shrink-0 items-center gap-0.5 self-center rounded-control border border-line bg-pane p-0.5 opacity-0 group-hover/message:opacity-100 focus-within:opacity-100 max-md:hidden">
      <button
        type="button"
        aria-label={t("chat.message.reply")}
        title={t("chat.message.reply")}
        className={button}
        onClick={() => onReply(row.entry)}
      >
        <Reply size={15} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t("chat.message.copy")}
        title={t("chat.message.copy")}
        className={button}
        onClick={() => void copyText(textOf(row) ?? "")}
      >
        <Copy size={14} aria-hidden />
      </button>
    </div>
  );
}
