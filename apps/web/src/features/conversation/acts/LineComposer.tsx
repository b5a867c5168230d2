import type { ConversationItem } from "@qunxin/client";
import type { GroupDetails, PrincipalId } from "@qunxin/protocol";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { Button, useIsPhone } from "../../../ui/index.ts";
import { ComposerField } from "../composer/ComposerField.tsx";
import { MentionPicker } from "../composer/MentionPicker.tsx";
import { everyoneWords, mentionsIn, type Picked } from "../composer/mention-text.ts";
import { useComposerKeys } from "../composer/use-composer-keys.ts";
import type { ComposerText } from "../composer/use-composer-text.ts";
import { useMentionTyping } from "../composer/use-mention-typing.ts";
import { charactersOver } from "../composer/use-send.ts";
import { useLineText } from "./use-line-text.ts";

/** A text with whom it mentions. */
export interface Said {
  readonly text: string;
  readonly mentions: PrincipalId[];
  readonly mentionAll: boolean;
}

export interface LineComposerProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
  /** What stands in it at first. */
  initial?: { text: string; picked: readonly Picked[] };
  /** Names the field. */
  label: string;
  submitLabel: string;
  /** May be sent without words, as the caption of a picture. */
  mayBeEmpty?: boolean;
  /** Answers whether it is done: then the field is emptied. */
  onSubmit: (said: Said) => Promise<boolean>;
  onEscape: () => void;
  /** Above the field. */
  children?: ReactNode;
}

/** A small composer with mentions, for changing a message and for answering in a thread. */
export function LineComposer(props: LineComposerProps) {
  const { item, details, initial, label, submitLabel, mayBeEmpty = false, onSubmit, onEscape, children } = props;
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useLineText(field, initial);
  const mention = useMentionTyping(item, details, composer);
  const listId = useId();
  const [busy, setBusy] = useState(false);
  const over = charactersOver(composer.text.trim());
  const ready = (mayBeEmpty || composer.text.trim() !== "") && over <= 0 && !busy;
  const submit = async () => {
    if (!ready) return;
    setBusy(true);
    if (await onSubmit(saidIn(item, composer))) composer.reset();
    setBusy(false);
    field.current?.focus();
  };
  const keys = useComposerKeys({ composer, mention, send: () => void submit(), onEscape });
  useFocusAtFirst(field);
  return (
    <div className="relative shrink-0 border-t border-line bg-pane px-4 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-md:px-3">
      {mention && (
        <MentionPicker
          id={listId}
          choices={mention.choices}
          active={mention.active}
          everyone={item.memberCount - 1}
          onPick={mention.pick}
        />
      )}
      {children}
      <div className="flex items-end gap-2">
        <div className="grid max-h-40 min-h-10 min-w-0 flex-1 overflow-y-auto rounded-card bg-hover px-3 py-2 *:[grid-area:1/1] max-md:min-h-11">
          <span aria-hidden className="invisible text-body wrap-anywhere whitespace-pre-wrap max-md:text-[1rem]">
            {`${composer.text} `}
          </span>
          <ComposerField
            field={field}
            item={item}
            composer={composer}
            keys={keys}
            listId={listId}
            mention={mention}
            label={label}
            onPaste={() => undefined}
          />
        </div>
        <Button tone="primary" disabled={!ready} loading={busy} onClick={() => void submit()}>
          {submitLabel}
        </Button>
      </div>
      {over > 0 && (
        <p role="status" className="pt-1 text-meta text-bad">
          {t("acts.compose.tooLong", { count: over })}
        </p>
      )}
    </div>
  );
}

function saidIn(item: ConversationItem, { text, picked }: ComposerText): Said {
  const said = text.trim();
  const group = item.kind === "group";
  const { mentions, mentionAll } = mentionsIn(said, group ? picked : []);
  const typedAll = group && everyoneWords.some((word) => said.includes(`@${word}`));
  return { text: said, mentions, mentionAll: mentionAll || typedAll };
}

function useFocusAtFirst(field: { current: HTMLTextAreaElement | null }): void {
  const phone = useIsPhone();
  useEffect(() => {
    // A menu or a drawer takes the focus back or to itself while it closes or opens.
    const timer = phone ? undefined : setTimeout(() => field.current?.focus(), 80);
    return () => clearTimeout(timer);
  }, [field, phone]);
}
