import type { ConversationItem } from "@qunxin/client";
import type { Entry, GroupDetails, MessageContentDraft } from "@qunxin/protocol";
import { lazy, type Ref, Suspense, useEffect, useId, useImperativeHandle, useRef, useState } from "react";
import { client } from "../../../app/live.ts";
import { useT, withTexts } from "../../../i18n/index.ts";
import { useIsPhone } from "../../../ui/index.ts";
import { changeAsking, endAsking, useAsking } from "../../receipts/asking.ts";
import { useTray } from "../../uploads/outgoing.ts";
import { ComposerField } from "./ComposerField.tsx";
import { ComposerFrame } from "./ComposerFrame.tsx";
import { MentionPicker } from "./MentionPicker.tsx";
import { ReplyPreview } from "./ReplyPreview.tsx";
import { TypingLine } from "./TypingLine.tsx";
import type { ToolDialog } from "./tools.ts";
import { useAttachments } from "./use-attachments.ts";
import { useBlocked } from "./use-blocked.ts";
import { useComposerKeys } from "./use-composer-keys.ts";
import { useComposerText } from "./use-composer-text.ts";
import { useFormat } from "./use-format.ts";
import { type LinkCard, useLinkCard } from "./use-link-card.ts";
import { useMentionTyping } from "./use-mention-typing.ts";
import { scheduledDraft, sendComposed } from "./use-send.ts";
import { useTools } from "./use-tools.ts";

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

export interface ComposerHandle {
  focus: () => void;
}

export interface ComposerProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
  replyTo: Entry | null;
  onReplyDone: () => void;
  /** Esc was pressed with nothing left to close. */
  onEscape: () => void;
  ref?: Ref<ComposerHandle>;
}

/** Where messages are written, or why none can be. */
export function Composer(props: ComposerProps) {
  const blocked = useBlocked(props.item, props.details);
  if (blocked === null) return <OpenComposer {...props} />;
  return (
    <p
      role="status"
      className="shrink-0 border-t border-line bg-pane px-5 py-4 pb-[max(1rem,env(safe-area-inset-bottom))] text-center text-meta text-ink-2"
    >
      {blocked}
    </p>
  );
}

function OpenComposer({ item, details, replyTo, onReplyDone, onEscape, ref }: ComposerProps) {
  const phone = useIsPhone();
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposerText(item.id, field);
  const mention = useMentionTyping(item, details, composer);
  const tray = useTray(item.id);
  const attachments = useAttachments(item.id, root);
  const [format, setFormat] = useFormat(item.id);
  const link = useLinkCard();
  const [dialog, setDialog] = useState<ToolDialog | null>(null);
  const [recording, setRecording] = useState(false);
  const [scheduling, setScheduling] = useState<ReturnType<typeof scheduledDraft>>(null);
  const asking = useAsking(item.id);
  const onTool = useTools({
    add: attachments.add,
    onDialog: setDialog,
    onVoice: () => setRecording(true),
    onAsk: () => (asking.open ? endAsking(item.id) : changeAsking(item.id, { open: true })),
    setFormat,
  });
  const listId = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  useEffect(() => {
    // On a phone the keyboard would cover what the person came to read.
    if (!phone) field.current?.focus();
  }, [phone]);

  // Menus and dialogs give the focus back to their button first.
  const focusSoon = () => setTimeout(() => field.current?.focus(), 60);
  const send = () => {
    const currentText = () => field.current?.value ?? null;
    const onSent = () => {
      onReplyDone();
      link.remove();
    };
    void sendComposed({ item, details, composer, currentText, replyTo, format, link: link.card, onSent }).then(() =>
      field.current?.focus(),
    );
  };
  const schedule = () => setScheduling(scheduledDraft({ item, composer, replyTo, format, link: link.card }));
  const scheduled = () => {
    setScheduling(null);
    composer.reset();
    onReplyDone();
    link.remove();
    focusSoon();
  };
  const sendContent = (content: MessageContentDraft) => {
    const replyToSeq = replyTo?.seq ?? null;
    client.timelines.send(item.id, { text: "", mentions: [], mentionAll: false, replyToSeq, content });
    onReplyDone();
    focusSoon();
  };
  const insert = (text: string) => {
    composer.replace(composer.caret, composer.caret, text);
    focusSoon();
  };
  const keys = useComposerKeys({ composer, mention, send, onEscape: replyTo ? onReplyDone : onEscape });
  const endRecording = (sent: boolean) => {
    setRecording(false);
    if (sent) onReplyDone();
    focusSoon();
  };
  return (
    <div ref={root} className="relative shrink-0 border-t border-line bg-pane pb-[env(safe-area-inset-bottom)]">
      <TypingLine item={item} />
      {mention && (
        <MentionPicker
          id={listId}
          choices={mention.choices}
          active={mention.active}
          everyone={item.memberCount - 1}
          onPick={mention.pick}
        />
      )}
      {replyTo && <ReplyPreview entry={replyTo} onCancel={onReplyDone} />}
      <Suspense>
        {asking.open && <AskBar id={item.id} mayConfirm={showsReceipts(details)} />}
        {attachments.dropping && <DropHint />}
        {(tray.length > 0 || attachments.reading) && <Tray id={item.id} files={tray} reading={attachments.reading} />}
        {tray.length === 0 && <LinkCardOffer text={composer.text} link={link} />}
        {dialog && <ToolDialogs dialog={dialog} onClose={() => setDialog(null)} onSend={sendContent} />}
        {scheduling && (
          <ScheduleDialog
            conversationId={item.id}
            draft={scheduling}
            onClose={() => setScheduling(null)}
            onScheduled={scheduled}
          />
        )}
        {recording && <RecordingBar id={item.id} replyToSeq={replyTo?.seq ?? null} onEnd={endRecording} />}
      </Suspense>
      <div hidden={recording}>
        <ComposerFrame
          id={item.id}
          text={composer.text}
          attached={tray.length > 0 || link.card !== null}
          format={format}
          canMention={item.kind === "group" && (details?.can.seeMembers ?? false)}
          replyToSeq={replyTo?.seq ?? null}
          onInsert={insert}
          onSend={send}
          onSchedule={composer.text.trim() !== "" && tray.length === 0 ? schedule : null}
          onTool={onTool}
          onSticker={(name) => sendContent({ type: "sticker", name })}
          onVoiceSent={onReplyDone}
        >
          <ComposerField
            field={field}
            item={item}
            composer={composer}
            keys={keys}
            listId={listId}
            mention={mention}
            onPaste={attachments.onPaste}
          />
        </ComposerFrame>
      </div>
    </div>
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
