import type { ConversationItem } from "@qunxin/client";
import type { PrincipalId } from "@qunxin/protocol";
import { t } from "../../i18n/index.ts";
import { summaryText } from "../conversation/content/summary-text.ts";
import { entrySentence, type NameOf } from "../conversation/entry-text.ts";

export interface Preview {
  /** Red words in front: an unread mention or an unsent draft. */
  readonly mark: "mention" | "draft" | null;
  readonly text: string;
}

/** Second line of a row of the list. An unread mention outranks a draft, a draft the newest entry. */
export function rowPreview(item: ConversationItem, draft: string, me: PrincipalId | null, nameOf: NameOf): Preview {
  if (item.mentionSeqs.length > 0) return { mark: "mention", text: lastText(item, me, nameOf) };
  const unsent = draft.trim();
  if (unsent) return { mark: "draft", text: oneLine(unsent) };
  return { mark: null, text: lastText(item, me, nameOf) };
}

function lastText({ last, kind }: ConversationItem, me: PrincipalId | null, nameOf: NameOf): string {
  if (!last) return "";
  if (last.body.kind !== "message") return oneLine(entrySentence(last, last.body, nameOf));
  const text = summaryText(last.body);
  if (kind === "direct" || last.by === null || last.by === me) return text;
  return t("chat.row.says", { name: nameOf(last.by), text });
}

/** The list shows 300 px of it; a long message is not worth more. */
function oneLine(text: string): string {
  return text.slice(0, 200).replace(/\s+/gu, " ");
}
