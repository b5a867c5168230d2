import clsx from "clsx";
import { lazy, Suspense } from "react";
import { withTexts } from "../../../i18n/index.ts";
import { useOutgoing } from "../../uploads/outgoing.ts";
import { MessageText } from "../MessageText.tsx";
import { Quote } from "../Quote.tsx";
import { ContentBody } from "./ContentBody.tsx";
import type { ShownMessage } from "./shown-message.ts";

const UploadingContent = lazy(
  withTexts("kinds", async () => ({ default: (await import("../../uploads/UploadingContent.tsx")).UploadingContent })),
);

export interface MessageBubbleProps {
  message: ShownMessage;
  /** Key of the row, by which a message is found whose files are still being uploaded. */
  rowKey: string;
  flash: boolean;
  onJump: (seq: number) => void;
}

/** What was said: quote, content and text, in the frame that suits its kind. */
export function MessageBubble({ message, rowKey, flash, onJump }: MessageBubbleProps) {
  const { content, text, replyTo, own } = message;
  const outgoing = useOutgoing(rowKey);
  const type = outgoing?.type ?? content?.type;
  const caption = type !== "markdown" && text !== "";
  const bare = type === "sticker" || ((type === "images" || type === "video") && !caption && !replyTo);
  return (
    <div
      className={clsx(
        "min-w-0 max-w-[min(100%,40rem)] rounded-card text-body wrap-anywhere transition-[box-shadow] duration-300",
        !bare && ["border px-3 py-2", frame(type, own)],
        flash && "ring-2 ring-brand",
      )}
    >
      {replyTo && <Quote conversationId={message.place?.conversationId ?? null} quote={replyTo} onJump={onJump} />}
      {outgoing ? (
        <Suspense>
          <UploadingContent outgoing={outgoing} />
        </Suspense>
      ) : (
        content && <ContentBody content={content} message={message} />
      )}
      {(caption || !type) && (
        <span className={clsx("block whitespace-pre-wrap", type && "pt-1.5")}>
          <MessageText {...message} />
        </span>
      )}
    </div>
  );
}

/** Cards look the same from either side; what is spoken or written has the colour of its author. */
function frame(type: string | undefined, own: boolean): string {
  const said = type === undefined || ["markdown", "voice", "images", "video"].includes(type);
  if (!said) return "border-line bg-pane";
  return own ? "border-transparent bg-bubble-mine" : "border-line bg-bubble-other";
}
