import type { ConversationId } from "@qunxin/protocol";
import { Check, CheckCheck } from "lucide-react";
import { useState } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useConfirmed } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Button, toast } from "../../ui/index.ts";

export interface ConfirmBarProps {
  conversationId: ConversationId;
  seq: number;
}

/** Under a message that asks for it: 确认收到, or that one has. */
export function ConfirmBar({ conversationId, seq }: ConfirmBarProps) {
  const t = useT();
  const confirmed = useConfirmed(conversationId, seq);
  const [sending, setSending] = useState(false);
  const confirm = async () => {
    setSending(true);
    await client.receipts.confirm(conversationId, seq).catch((error: unknown) => toast.error(failureText(error)));
    setSending(false);
  };
  if (confirmed) {
    return (
      <p className="flex h-control items-center gap-1 text-meta text-ok">
        <CheckCheck size={15} aria-hidden />
        {t("receipts.confirmed")}
      </p>
    );
  }
  return (
    <Button
      tone="primary"
      icon={<Check size={15} />}
      loading={sending}
      disabled={confirmed === null}
      onClick={() => void confirm()}
    >
      {t("receipts.confirm")}
    </Button>
  );
}
