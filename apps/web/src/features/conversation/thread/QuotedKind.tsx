import type { ConversationId } from "@qunxin/protocol";
import { useT } from "../../../i18n/index.ts";
import { summaryText } from "../content/summary-text.ts";
import { useEntryAt } from "./use-entry-at.ts";

export interface QuotedKindProps {
  conversationId: ConversationId;
  seq: number;
  name: string;
}

/** A quoted message without words: what it is. */
export function QuotedKind({ conversationId, seq, name }: QuotedKindProps) {
  const t = useT();
  const entry = useEntryAt(conversationId, seq);
  const text = entry?.body.kind === "message" ? summaryText(entry.body) : "…";
  return t("chat.row.says", { name, text });
}
