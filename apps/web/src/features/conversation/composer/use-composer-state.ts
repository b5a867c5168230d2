import type { ConversationItem } from "@qunxin/client";
import { useEffect, useRef, useState } from "react";
import { useIsPhone } from "../../../ui/index.ts";
import { changeAsking, endAsking, useAsking } from "../../receipts/asking.ts";
import { useTray } from "../../uploads/outgoing.ts";
import type { ToolDialog } from "./tools.ts";
import { useAttachments } from "./use-attachments.ts";
import { useComposerText } from "./use-composer-text.ts";
import { useFormat } from "./use-format.ts";
import { useLinkCard } from "./use-link-card.ts";
import type { scheduledDraft } from "./use-send.ts";
import { useTools } from "./use-tools.ts";

export type ComposerState = ReturnType<typeof useComposerState>;

/** Everything that the next message is made of, and what is open around the text. */
export function useComposerState({ id }: ConversationItem) {
  const phone = useIsPhone();
  const root = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposerText(id, field);
  const attachments = useAttachments(id, root);
  const [format, setFormat] = useFormat(id);
  const [dialog, setDialog] = useState<ToolDialog | null>(null);
  const [recording, setRecording] = useState(false);
  const [scheduling, setScheduling] = useState<ReturnType<typeof scheduledDraft>>(null);
  const asking = useAsking(id);
  const onTool = useTools({
    add: attachments.add,
    onDialog: setDialog,
    onVoice: () => setRecording(true),
    onAsk: () => (asking.open ? endAsking(id) : changeAsking(id, { open: true })),
    setFormat,
  });
  useEffect(() => {
    // On a phone the keyboard would cover what the person came to read.
    if (!phone) field.current?.focus();
  }, [phone]);
  const open = { dialog, setDialog, recording, setRecording, scheduling, setScheduling, asking };
  return { root, field, composer, attachments, tray: useTray(id), format, link: useLinkCard(), onTool, ...open };
}
