import type { ConversationItem } from "@qunxin/client";
import type { Entry, GroupDetails } from "@qunxin/protocol";
import { type Ref, type RefObject, useEffect, useId, useImperativeHandle, useRef } from "react";
import { usePerson } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { useIsPhone } from "../../../ui/index.ts";
import { ComposerFrame } from "./ComposerFrame.tsx";
import { choiceId, MentionPicker } from "./MentionPicker.tsx";
import { ReplyPreview } from "./ReplyPreview.tsx";
import { TypingLine } from "./TypingLine.tsx";
import { useBlocked } from "./use-blocked.ts";
import { type ComposerKeys, useComposerKeys } from "./use-composer-keys.ts";
import { type ComposerText, useComposerText } from "./use-composer-text.ts";
import { type MentionTyping, useMentionTyping } from "./use-mention-typing.ts";
import { sendComposed } from "./use-send.ts";

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
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposerText(item.id, field);
  const mention = useMentionTyping(item, details, composer);
  const listId = useId();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  useEffect(() => {
    // On a phone the keyboard would cover what the person came to read.
    if (!phone) field.current?.focus();
  }, [phone]);

  const send = () => {
    const currentText = () => field.current?.value ?? null;
    void sendComposed({ item, details, composer, currentText, replyTo, onSent: onReplyDone }).then(() =>
      field.current?.focus(),
    );
  };
  const insert = (text: string) => {
    composer.replace(composer.caret, composer.caret, text);
    // Menus give the focus back to their button first.
    setTimeout(() => field.current?.focus(), 60);
  };
  const keys = useComposerKeys({ composer, mention, send, onEscape: replyTo ? onReplyDone : onEscape });
  return (
    <div className="relative shrink-0 border-t border-line bg-pane pb-[env(safe-area-inset-bottom)]">
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
      <ComposerFrame
        text={composer.text}
        canMention={item.kind === "group" && (details?.can.seeMembers ?? false)}
        onInsert={insert}
        onSend={send}
      >
        <ComposerField field={field} item={item} composer={composer} keys={keys} listId={listId} mention={mention} />
      </ComposerFrame>
    </div>
  );
}

interface ComposerFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  item: ConversationItem;
  composer: ComposerText;
  keys: ComposerKeys;
  listId: string;
  mention: MentionTyping | null;
}

function ComposerField({ field, item, composer, keys, listId, mention }: ComposerFieldProps) {
  const t = useT();
  const phone = useIsPhone();
  return (
    <textarea
      ref={field}
      rows={1}
      value={composer.text}
      aria-label={t("chat.composer")}
      aria-autocomplete="list"
      aria-controls={mention ? listId : undefined}
      aria-activedescendant={mention ? choiceId(listId, mention.active) : undefined}
      placeholder={usePlaceholder(item, phone)}
      enterKeyHint="send"
      className="block size-full resize-none bg-transparent text-body outline-none max-md:text-[1rem]"
      onChange={(event) => composer.typed(event.target.value, event.target.selectionStart)}
      onSelect={(event) => composer.moved(event.currentTarget.selectionStart)}
      onCompositionEnd={keys.onCompositionEnd}
      onKeyDown={keys.onKeyDown}
    />
  );
}

function usePlaceholder(item: ConversationItem, phone: boolean): string {
  const t = useT();
  const peer = usePerson(item.peerId);
  if (phone) return t("chat.composer.placeholderPhone");
  if (item.kind === "group") return t("chat.composer.placeholder", { name: item.name });
  return peer ? t("chat.composer.placeholderDirect", { name: peer.name }) : "";
}
