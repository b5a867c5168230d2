import type { MessageContent } from "@qunxin/protocol";
import { type ComponentType, lazy, Suspense } from "react";
import { useT, withTexts } from "../../../i18n/index.ts";
import { picturesSize } from "./image-layout.ts";
import type { ShownMessage } from "./shown-message.ts";

export interface ContentProps<Type extends MessageContent["type"] = MessageContent["type"]> {
  content: Extract<MessageContent, { type: Type }>;
  message: ShownMessage;
}

/** Kinds that come together: one chunk each, fetched when the first such message is drawn. */
const groups = {
  media: withTexts("kinds", () => import("./media-parts.ts")),
  cards: withTexts("kinds", () => import("./card-parts.ts")),
  lists: withTexts("kinds", () => import("./list-parts.ts")),
  markdown: withTexts("kinds", () => import("./MarkdownText.tsx")),
};

const parts: { [Type in MessageContent["type"]]: ComponentType<ContentProps<Type>> } = {
  markdown: lazy(async () => ({ default: (await groups.markdown()).MarkdownContent })),
  images: lazy(async () => ({ default: (await groups.media()).ImagesContent })),
  video: lazy(async () => ({ default: (await groups.media()).VideoContent })),
  voice: lazy(async () => ({ default: (await groups.media()).VoiceContent })),
  file: lazy(async () => ({ default: (await groups.media()).FileContent })),
  card: lazy(async () => ({ default: (await groups.cards()).CardContent })),
  location: lazy(async () => ({ default: (await groups.cards()).LocationContent })),
  link: lazy(async () => ({ default: (await groups.cards()).LinkContent })),
  sticker: lazy(async () => ({ default: (await groups.cards()).StickerContent })),
  merged: lazy(async () => ({ default: (await groups.cards()).MergedContent })),
  poll: lazy(async () => ({ default: (await groups.lists()).PollContent })),
  chain: lazy(async () => ({ default: (await groups.lists()).ChainContent })),
};

/** What a message carries besides text, drawn by the part for its kind. */
export function ContentBody({ content, message }: ContentProps) {
  const t = useT();
  const Part = parts[content.type] as ComponentType<ContentProps> | undefined;
  if (!Part) return <p className="text-ink-2 italic">{t("chat.kind.unsupported")}</p>;
  return (
    <Suspense fallback={<span className="block max-w-full" style={roomFor(content)} />}>
      <Part content={content} message={message} />
    </Suspense>
  );
}

/** Room to keep free until the part is there; exact where a row must not grow under the reader. */
function roomFor(content: MessageContent): { width: number; height: number } {
  switch (content.type) {
    case "images":
      return picturesSize(content.images);
    case "video":
      return picturesSize([content.file]);
    case "voice":
      return { width: 220, height: 36 };
    case "sticker":
      return { width: 128, height: 128 };
    case "poll":
      return { width: 300, height: 118 + content.options.length * 42 };
    case "markdown":
      return { width: 240, height: 24 };
    default:
      return { width: 280, height: 64 };
  }
}
