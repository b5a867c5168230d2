import type { MessageBody, MessageContent, MessageContentDraft } from "@qunxin/protocol";
import { t } from "../../../i18n/index.ts";

type Summed = Pick<MessageBody, "text"> & { readonly content?: MessageContent | MessageContentDraft | undefined };

/** A message in one line, for lists, quotes, notifications and search: [图片] and what was written with it. */
export function summaryText({ text, content }: Summed): string {
  const caption = oneLine(text);
  if (!content) return caption;
  if (content.type === "markdown") return oneLine(withoutMarks(text));
  return [kindText(content), caption || namedIn(content)].filter(Boolean).join(" ");
}

/** What sort of message it is, in brackets. */
function kindText(content: MessageContent | MessageContentDraft): string {
  switch (content.type) {
    case "images":
    case "file":
    case "video":
    case "voice":
    case "card":
    case "location":
    case "link":
    case "poll":
    case "chain":
    case "sticker":
    case "merged":
      return t(`chat.kind.${content.type}`);
    default:
      // A newer server may know kinds that this build has no words for.
      return t("chat.kind.unknown");
  }
}

/** What tells this one from others of its kind. */
function namedIn(content: MessageContent | MessageContentDraft): string {
  switch (content.type) {
    case "file":
      return "file" in content ? content.file.name : "";
    case "voice":
      return "file" in content ? secondsText(content.file.durationMs ?? 0) : "";
    case "card":
      return "name" in content ? content.name : "";
    case "location":
      return content.name;
    case "link":
      return "title" in content ? oneLine(content.title) : "";
    case "poll":
      return oneLine(content.question);
    case "chain":
    case "merged":
      return oneLine(content.title);
    default:
      return "";
  }
}

/** 12″, or 1′05″. */
export function secondsText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}″`;
  return `${Math.floor(seconds / 60)}′${String(seconds % 60).padStart(2, "0")}″`;
}

/** Markdown read as words: without the marks that only say how it looks. */
function withoutMarks(text: string): string {
  return text
    .slice(0, 400)
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+[.)])\s+/gmu, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replace(/^[|\s:-]+$/gmu, " ")
    .replace(/[*_~`|]+/gu, " ");
}

/** A long message is not worth more than this. */
function oneLine(text: string): string {
  return text.slice(0, 200).replace(/\s+/gu, " ").trim();
}
