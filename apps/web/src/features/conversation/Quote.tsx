import type { MessageBody } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { useShownName } from "./use-names.ts";

export interface QuoteProps {
  quote: NonNullable<MessageBody["replyTo"]>;
  onJump: (seq: number) => void;
}

/** The message that is replied to, as it was then; leads there. */
export function Quote({ quote, onJump }: QuoteProps) {
  const t = useT();
  const name = useShownName(quote.by);
  return (
    <button
      type="button"
      title={t("chat.message.jumpToQuote")}
      onClick={() => onJump(quote.seq)}
      className="mb-1.5 block w-full max-w-full rounded-[4px] border-l-2 border-brand/50 bg-pane/50 px-2 py-1 text-left text-meta text-ink-2 hover:bg-pane/80"
    >
      <span className="line-clamp-2">{t("chat.row.says", { name, text: quote.text })}</span>
    </button>
  );
}
