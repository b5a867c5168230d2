import type { ConversationId } from "@qunxin/protocol";
import { MessagesSquare } from "lucide-react";
import { useContext } from "react";
import { useT } from "../../../i18n/index.ts";
import { ActsContext } from "../acts/acts-context.ts";
import { summaryText } from "../content/summary-text.ts";
import { useEntryAt } from "./use-entry-at.ts";

/** Above an answer in the main flow: the thread it belongs to; opens it. */
export function ThreadLine({ conversationId, rootSeq }: { conversationId: ConversationId; rootSeq: number }) {
  const t = useT();
  const acts = useContext(ActsContext);
  const root = useEntryAt(conversationId, rootSeq);
  if (!acts) return null;
  const text = root === null ? t("acts.thread.rootGone") : root?.body.kind === "message" ? summaryText(root.body) : "…";
  return (
    <button
      type="button"
      onClick={() => acts.openThread(rootSeq)}
      className="flex h-5 max-w-full items-center gap-1 text-mini text-ink-3 hover:text-brand-ink max-md:h-11"
    >
      <MessagesSquare size={12} aria-hidden className="shrink-0" />
      <span className="truncate">{t("acts.thread.replyIn", { text })}</span>
    </button>
  );
}
