import type { ConversationItem } from "@qunxin/client";
import type { GroupDetails } from "@qunxin/protocol";
import { lazy, Suspense } from "react";
import { useT, withTexts } from "../../../i18n/index.ts";
import type { ComposerActs } from "./use-composer-acts.ts";
import type { ComposerState } from "./use-composer-state.ts";
import type { LinkCard } from "./use-link-card.ts";

const Tray = lazy(withTexts("kinds", async () => ({ default: (await import("./Tray.tsx")).Tray })));
const LinkOffer = lazy(withTexts("kinds", async () => ({ default: (await import("./LinkOffer.tsx")).LinkOffer })));
const RecordingBar = lazy(
  withTexts("kinds", async () => ({ default: (await import("../../voice/RecordingBar.tsx")).RecordingBar })),
);
const ToolDialogs = lazy(
  withTexts("kinds", async () => ({ default: (await import("./dialogs/ToolDialogs.tsx")).ToolDialogs })),
);
const AskBar = lazy(
  withTexts("receipts", async () => ({ default: (await import("../../receipts/AskBar.tsx")).AskBar })),
);
const ScheduleDialog = lazy(
  withTexts("kept", async () => ({ default: (await import("../../scheduled/ScheduleDialog.tsx")).ScheduleDialog })),
);
const DropHint = lazy(withTexts("kinds", async () => ({ default: (await import("./DropHint.tsx")).DropHint })));

export interface ComposerExtrasProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
  replyToSeq: number | null;
  state: ComposerState;
  acts: ComposerActs;
}

/** What stands above the text while it is needed: attachments, offers, dialogs, the recording. Nothing loads before. */
export function ComposerExtras({ item, details, replyToSeq, state, acts }: ComposerExtrasProps) {
  const { attachments, tray, dialog, scheduling } = state;
  return (
    <Suspense>
      {state.asking.open && <AskBar id={item.id} mayConfirm={showsReceipts(details)} />}
      {attachments.dropping && <DropHint />}
      {(tray.length > 0 || attachments.reading) && <Tray id={item.id} files={tray} reading={attachments.reading} />}
      {tray.length === 0 && <LinkCardOffer text={state.composer.text} link={state.link} />}
      {dialog && <ToolDialogs dialog={dialog} onClose={() => state.setDialog(null)} onSend={acts.sendContent} />}
      {scheduling && (
        <ScheduleDialog
          conversationId={item.id}
          draft={scheduling}
          onClose={() => state.setScheduling(null)}
          onScheduled={acts.scheduled}
        />
      )}
      {state.recording && <RecordingBar id={item.id} replyToSeq={replyToSeq} onEnd={acts.endRecording} />}
    </Suspense>
  );
}

/** As far as is known here; the server decides. */
function showsReceipts(details: GroupDetails | undefined): boolean {
  return !details || (details.externalCount === 0 && details.options.receipts !== false);
}

/** Offered only once there is an address, so that nothing of it is loaded before. */
function LinkCardOffer({ text, link }: { text: string; link: LinkCard }) {
  useT();
  const address = /https?:\/\/\S/u.test(text);
  return address || link.card ? <LinkOffer text={text} link={link} /> : null;
}
