import type { ConversationItem } from "@qunxin/client";
import type { Entry, GroupDetails, MessageContentDraft } from "@qunxin/protocol";
import { client } from "../../../app/live.ts";
import type { ComposerState } from "./use-composer-state.ts";
import { scheduledDraft, sendComposed } from "./use-send.ts";

export interface ComposerActsInput {
  item: ConversationItem;
  details: GroupDetails | undefined;
  replyTo: Entry | null;
  onReplyDone: () => void;
}

export type ComposerActs = ReturnType<typeof useComposerActs>;

/** What can be done with what the composer holds. */
export function useComposerActs(state: ComposerState, { item, details, replyTo, onReplyDone }: ComposerActsInput) {
  const { composer, field, format, link } = state;
  // Menus and dialogs give the focus back to their button first.
  const focusSoon = () => setTimeout(() => field.current?.focus(), 60);
  const done = () => {
    onReplyDone();
    link.remove();
  };
  const composed = { item, composer, replyTo, format, link: link.card };
  return {
    send() {
      const currentText = () => field.current?.value ?? null;
      void sendComposed({ ...composed, details, currentText, onSent: done }).then(() => field.current?.focus());
    },
    schedule: () => state.setScheduling(scheduledDraft(composed)),
    scheduled() {
      state.setScheduling(null);
      composer.reset();
      done();
      focusSoon();
    },
    sendContent(content: MessageContentDraft) {
      const replyToSeq = replyTo?.seq ?? null;
      client.timelines.send(item.id, { text: "", mentions: [], mentionAll: false, replyToSeq, content });
      onReplyDone();
      focusSoon();
    },
    insert(text: string) {
      composer.replace(composer.caret, composer.caret, text);
      focusSoon();
    },
    endRecording(sent: boolean) {
      state.setRecording(false);
      if (sent) onReplyDone();
      focusSoon();
    },
  };
}
