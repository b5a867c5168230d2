import type { TimelineRow } from "@qunxin/client";
import type { Entry } from "@qunxin/protocol";
import { Copy, Reply } from "lucide-react";
import { t } from "../../i18n/index.ts";
import type { MenuAction } from "../../ui/index.ts";

export interface MessageActs {
  onReply: (entry: Entry) => void;
  onCopy: (text: string) => void;
}

/** What can be done with a message: 回复, 复制. Nothing with system entries. */
export function messageMenu(row: TimelineRow, { onReply, onCopy }: MessageActs): MenuAction[] {
  const text = textOf(row);
  if (text === null) return [];
  // What is marked with the mouse goes first, as the browser's own menu would have it.
  const marked = window.getSelection()?.toString();
  const copy: MenuAction = {
    label: t("chat.message.copy"),
    icon: <Copy size={15} />,
    onSelect: () => onCopy(marked || text),
  };
  if (row.state !== "stored") return [copy];
  return [{ label: t("chat.message.reply"), icon: <Reply size={15} />, onSelect: () => onReply(row.entry) }, copy];
}

/** Text of a message row; null for system entries. */
export function textOf(row: TimelineRow): string | null {
  if (row.state !== "stored") return row.draft.text;
  return row.entry.body.kind === "message" ? row.entry.body.text : null;
}
