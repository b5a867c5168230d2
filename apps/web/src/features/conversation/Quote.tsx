import type { ConversationId, MessageBody } from "@qunxin/protocol";
import { lazy, Suspense } from "react";
import { useT } from "../../i18n/index.ts";
import { useShownName } from "./use-names.ts";

const QuotedKind = lazy(async () => ({ default: (await import("./thread/QuotedKind.tsx")).QuotedKind }));

export interface QuoteProps {
  /** Null while the quoting message is on its way. */
  conversationId: ConversationId | null;
  quote: NonNullable<MessageBody["replyTo"]>;
  onJump: (seq: number) => void;
}

const look = "mb-1.5 block w-full max-w-full rounded-[4px] border-l-2 px-2 py-1 text-left text-meta";

/** The message that is replied to, as it was then; leads there. Once that is recalled, only that there was one. */
export function Quote({ conversationId, quote, onJump }: QuoteProps) {
  const t = useT();
  const name = useShownName(quote.by);
  if (quote.recalled) {
    return <p className={`${look} border-line-strong bg-pane/50 text-ink-3`}>{t("chat.message.quoteRecalled")}</p>;
  }
  return (
    <button
      type="button"
      title={t("chat.message.jumpToQuote")}
      onClick={() => onJump(quote.seq)}
      className={`${look} border-brand/50 bg-pane/50 text-ink-2 hover:bg-pane/80`}
    >
      <span className="line-clamp-2">
        {quote.text === "" && conversationId ? (
          <Suspense fallback={t("chat.row.says", { name, text: "…" })}>
            <QuotedKind conversationId={conversationId} seq={quote.seq} name={name} />
          </Suspense>
        ) : (
          t("chat.row.says", { name, text: quote.text })
        )}
      </span>
    </button>
  );
}
