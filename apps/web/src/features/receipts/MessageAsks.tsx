import type { ConversationId, Entry } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { Tag } from "../../ui/index.ts";
import { ConfirmBar } from "./ConfirmBar.tsx";

export interface MessageAsksProps {
  conversationId: ConversationId;
  entry: Entry;
  own: boolean;
}

/** Under a message: that it is urgent, that it is to be confirmed, and the button to do so. */
export function MessageAsks({ conversationId, entry, own }: MessageAsksProps) {
  const t = useT();
  const { body } = entry;
  if (body.kind !== "message") return null;
  return (
    <div className="flex min-h-9 items-center gap-2 py-1">
      {body.urgent && <Tag tone="bad">{t("receipts.tag.urgent")}</Tag>}
      {body.confirm && <Tag tone="brand">{t("receipts.tag.confirm")}</Tag>}
      {body.confirm && !own && <ConfirmBar conversationId={conversationId} seq={entry.seq} />}
    </div>
  );
}
