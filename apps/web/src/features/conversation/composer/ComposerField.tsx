import type { ConversationItem } from "@qunxin/client";
import type { ClipboardEvent, RefObject } from "react";
import { usePerson } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { useIsPhone } from "../../../ui/index.ts";
import { choiceId } from "./MentionPicker.tsx";
import type { ComposerKeys } from "./use-composer-keys.ts";
import type { ComposerText } from "./use-composer-text.ts";
import type { MentionTyping } from "./use-mention-typing.ts";

export interface ComposerFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  item: ConversationItem;
  composer: ComposerText;
  keys: ComposerKeys;
  listId: string;
  mention: MentionTyping | null;
  onPaste: (event: ClipboardEvent) => void;
  /** Names it, where it is not the composer of the conversation. */
  label?: string;
}

/** The text field of the composer. */
export function ComposerField({ field, item, composer, keys, listId, mention, onPaste, label }: ComposerFieldProps) {
  const t = useT();
  const usual = usePlaceholder(item, useIsPhone());
  const placeholder = label ?? usual;
  return (
    <textarea
      ref={field}
      rows={1}
      value={composer.text}
      aria-label={label ?? t("chat.composer")}
      aria-autocomplete="list"
      aria-controls={mention ? listId : undefined}
      aria-activedescendant={mention ? choiceId(listId, mention.active) : undefined}
      placeholder={placeholder}
      enterKeyHint="send"
      className="block size-full resize-none bg-transparent text-body outline-none max-md:text-[1rem]"
      onChange={(event) => composer.typed(event.target.value, event.target.selectionStart)}
      onSelect={(event) => composer.moved(event.currentTarget.selectionStart)}
      onCompositionEnd={keys.onCompositionEnd}
      onKeyDown={keys.onKeyDown}
      onPaste={onPaste}
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
