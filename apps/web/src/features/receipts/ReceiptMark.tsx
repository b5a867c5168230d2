import type { ConversationId, Receipt } from "@qunxin/protocol";
import clsx from "clsx";
import { lazy, Suspense, useState } from "react";
import { useReceipt } from "../../app/live.ts";
import { type t as translate, useT } from "../../i18n/index.ts";

const ReceiptDialog = lazy(async () => ({ default: (await import("./ReceiptDialog.tsx")).ReceiptDialog }));

export interface ReceiptMarkProps {
  conversationId: ConversationId;
  seq: number;
  direct: boolean;
}

/** Beside one's own message: how many have not read it; opens to who. Nothing where receipts are off. */
export function ReceiptMark({ conversationId, seq, direct }: ReceiptMarkProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const receipt = useReceipt(conversationId, seq);
  if (!receipt || receipt.unread + receipt.read + (receipt.confirmed ?? 0) === 0) return null;
  const done = isDone(receipt);
  const text = markOf(receipt, direct, t);
  const look = clsx("shrink-0 text-mini tabular-nums", done ? "text-ink-3" : "text-brand-ink");
  if (direct && receipt.confirmed === undefined) return <span className={clsx(look, "mb-1.5")}>{text}</span>;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={t("receipts.open", { state: text })}
        className={clsx(
          look,
          "rounded-control px-1 py-1 hover:underline max-md:-my-2 max-md:min-h-11 max-md:min-w-11 max-md:text-right",
        )}
      >
        {text}
      </button>
      {open && (
        <Suspense>
          <ReceiptDialog conversationId={conversationId} seq={seq} receipt={receipt} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

function isDone({ unread, read, confirmed }: Receipt): boolean {
  return confirmed === undefined ? unread === 0 : unread + read === 0;
}

function markOf(receipt: Receipt, direct: boolean, t: typeof translate): string {
  const { unread, read, confirmed } = receipt;
  if (confirmed !== undefined) {
    return isDone(receipt)
      ? t("receipts.mark.allConfirmed")
      : t("receipts.mark.confirmed", { count: confirmed, of: unread + read + confirmed });
  }
  if (direct) return t(unread === 0 ? "receipts.mark.read" : "receipts.mark.unread");
  return unread === 0 ? t("receipts.mark.allRead") : t("receipts.mark.unreadCount", { count: unread });
}
