import type { TimelineRow } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { CircleAlert, Clock3 } from "lucide-react";
import { failureText } from "../../app/failure-text.ts";
import { client } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Delayed, Menu } from "../../ui/index.ts";

export interface SendStateProps {
  conversationId: ConversationId;
  row: TimelineRow;
}

/** Beside a message on its way: a clock, or a red ! that leads to 重发 and 删除. */
export function SendState({ conversationId, row }: SendStateProps) {
  const t = useT();
  if (row.state === "stored") return null;
  if (row.state === "pending") {
    // Most are stored faster than a clock could be seen.
    return (
      <Delayed ms={400}>
        <Clock3 size={14} role="img" aria-label={t("chat.message.pending")} className="mb-2.5 shrink-0 text-ink-3" />
      </Delayed>
    );
  }
  const reason = row.error
    ? t("chat.message.failedBecause", { reason: failureText(row.error) })
    : t("chat.message.failed");
  return (
    <span className="flex min-w-0 shrink items-center gap-1.5 self-center text-meta text-bad">
      <span className="max-md:sr-only">{reason}</span>
      <Menu
        align="end"
        items={[
          {
            label: t("chat.message.resend"),
            onSelect: () => client.timelines.retry(conversationId, row.clientId),
          },
          {
            label: t("chat.message.discard"),
            tone: "danger",
            onSelect: () => client.timelines.discard(conversationId, row.clientId),
          },
        ]}
      >
        <button
          type="button"
          aria-label={reason}
          title={reason}
          className="flex size-7 shrink-0 items-center justify-center rounded-full hover:bg-bad-soft max-md:size-11"
        >
          <CircleAlert size={18} aria-hidden />
        </button>
      </Menu>
    </span>
  );
}
