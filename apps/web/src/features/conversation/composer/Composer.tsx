import type { ConversationItem } from "@qunxin/client";
import type { Entry, GroupDetails } from "@qunxin/protocol";
import { type Ref, useId, useImperativeHandle } from "react";
import { ComposerExtras } from "./ComposerExtras.tsx";
import { ComposerField } from "./ComposerField.tsx";
import { ComposerFrame } from "./ComposerFrame.tsx";
import { MentionPicker } from "./MentionPicker.tsx";
import { ReplyPreview } from "./ReplyPreview.tsx";
import { TypingLine } from "./TypingLine.tsx";
import { useBlocked } from "./use-blocked.ts";
import { useComposerActs } from "./use-composer-acts.ts";
import { useComposerKeys } from "./use-composer-keys.ts";
import { useComposerState } from "./use-composer-state.ts";
import { useMentionTyping } from "./use-mention-typing.ts";

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
  const state = useComposerState(item);
  const acts = useComposerActs(state, { item, details, replyTo, onReplyDone });
  const { root, field, composer, tray, attachments, format, link } = state;
  const mention = useMentionTyping(item, details, composer);
  const listId = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  const onEsc = replyTo ? onReplyDone : onEscape;
  const keys = useComposerKeys({ composer, mention, send: acts.send, onEscape: onEsc });
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
      <ComposerExtras item={item} details={details} replyToSeq={replyTo?.seq ?? null} state={state} acts={acts} />
      <div hidden={state.recording}>
        <ComposerFrame
          id={item.id}
          text={composer.text}
          attached={tray.length > 0 || link.card !== null}
          format={format}
          canMention={item.kind === "group" && (details?.can.seeMembers ?? false)}
          replyToSeq={replyTo?.seq ?? null}
          onInsert={acts.insert}
          onSend={acts.send}
          onSchedule={composer.text.trim() !== "" && tray.length === 0 ? acts.schedule : null}
          onTool={state.onTool}
          onSticker={(name) => acts.sendContent({ type: "sticker", name })}
          onVoiceSent={onReplyDone}
        >
          <ComposerField {...{ field, item, composer, keys, listId, mention }} onPaste={attachments.onPaste} />
        </ComposerFrame>
      </div>
    </div>
  );
}
