import type { EntryBody, Locale, MessageContent } from "@qunxin/protocol";

const words = {
  "zh-CN": {
    app: "群信",
    news: "你有新消息",
    confirm: "请确认收到",
    announced: "群公告",
    urgent: "加急",
    images: "[图片]",
    file: "[文件]",
    voice: "[语音]",
    video: "[视频]",
    card: "[名片]",
    location: "[位置]",
    link: "[链接]",
    poll: "[投票]",
    chain: "[接龙]",
    sticker: "[表情]",
    merged: "[聊天记录]",
  },
  en: {
    app: "Qunxin",
    news: "You have a new message",
    confirm: "Please confirm",
    announced: "Announcement",
    urgent: "Urgent",
    images: "[Photo]",
    file: "[File]",
    voice: "[Voice]",
    video: "[Video]",
    card: "[Contact]",
    location: "[Location]",
    link: "[Link]",
    poll: "[Poll]",
    chain: "[Sign-up]",
    sticker: "[Sticker]",
    merged: "[Chat history]",
  },
} as const;

export interface PushText {
  readonly title: string;
  readonly body: string;
}

const longest = 160;

/** What the notice says. Without `content`: only that there is something; without `preview`: only from whom. */
export function pushText(
  { body, author, group }: { body: EntryBody; author: string; group: string | null },
  how: { locale: Locale; content: boolean; preview: boolean; reminder: boolean },
): PushText {
  const w = words[how.locale];
  if (!how.content) return { title: w.app, body: how.reminder ? w.confirm : w.news };
  const title = group ?? author;
  if (!how.preview) return { title, body: how.reminder ? w.confirm : w.news };
  const marks = [
    how.reminder ? `[${w.confirm}] ` : "",
    body.kind === "message" && body.urgent ? `[${w.urgent}] ` : "",
    body.kind === "announced" ? `[${w.announced}] ` : "",
  ].join("");
  const said = textOf(body, how.locale);
  const text = `${marks}${group === null || author === "" ? "" : `${author}: `}${said}`;
  const characters = [...text];
  return { title, body: characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text };
}

function textOf(body: EntryBody, locale: Locale): string {
  if (body.kind === "announced") return body.text;
  if (body.kind !== "message") return "";
  const { content } = body;
  if (!content || content.type === "markdown") return body.text;
  return [words[locale][content.type], detailOf(content), body.text].filter((part) => part !== "").join(" ");
}

function detailOf(content: MessageContent): string {
  switch (content.type) {
    case "file":
      return content.file.name;
    case "link":
    case "chain":
    case "merged":
      return content.title;
    case "poll":
      return content.question;
    case "card":
    case "location":
      return content.name;
    default:
      return "";
  }
}
