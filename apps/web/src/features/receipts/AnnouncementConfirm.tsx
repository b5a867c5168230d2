import type { ConversationId } from "@qunxin/protocol";
import { ConfirmBar } from "./ConfirmBar.tsx";
import { ReceiptMark } from "./ReceiptMark.tsx";

export interface AnnouncementConfirmProps {
  conversationId: ConversationId;
  seq: number;
  /** The viewer wrote it. */
  own: boolean;
  /** The viewer may see who has confirmed it. */
  staff: boolean;
}

/** Under an announcement that asks for it: who has confirmed it, and the button to do so. */
export function AnnouncementConfirm({ conversationId, seq, own, staff }: AnnouncementConfirmProps) {
  return (
    <>
      {staff && <ReceiptMark conversationId={conversationId} seq={seq} direct={false} />}
      {!own && <ConfirmBar conversationId={conversationId} seq={seq} />}
    </>
  );
}
