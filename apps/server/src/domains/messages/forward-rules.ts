import type { Entry, FileId, MessageBody, MessageContent } from "@qunxin/protocol";

/** A message as it is passed on: its words and contents, without what belongs to the place it comes from. */
export type Passed = Pick<MessageBody, "text"> & { readonly content?: MessageContent };

/**
 * What is passed on of a message. Mentions, quotes, threads and what was asked of its readers stay behind; polls and
 * chains, which live where they are, become plain text.
 */
export function passedOn(entry: Entry & { body: MessageBody }): Passed {
  const { text, content } = entry.body;
  if (content?.type === "poll")
    return { text: [text, content.question, ...numbered(content.options)].join("\n").trim() };
  if (content?.type === "chain") {
    const lines = (entry.state?.chain ?? []).map((line) => line.text);
    return { text: [text, content.title, ...numbered(lines)].join("\n").trim() };
  }
  return content ? { text, content } : { text };
}

/** A message of what is passed on. */
export function asMessage({ text, content }: Passed): MessageBody {
  return {
    kind: "message",
    text,
    mentions: [],
    mentionAll: false,
    replyTo: null,
    ...(content ? { content } : {}),
  };
}

/** Every file that contents carry themselves. */
export function filesIn(content: MessageContent | undefined): FileId[] {
  switch (content?.type) {
    case "images":
      return content.images.map(({ id }) => id);
    case "file":
    case "voice":
    case "video":
      return [content.file.id];
    case "link":
      return content.image ? [content.image.id] : [];
    default:
      return [];
  }
}

/** A line of the preview of a record: what can be said of a message without its reader's language. */
export function previewText({ text, content }: Passed): string {
  const said = text || wordsOf(content);
  const characters = [...said.replaceAll(/\s+/g, " ").trim()];
  return characters.length > previewChars ? `${characters.slice(0, previewChars).join("")}…` : characters.join("");
}

const previewChars = 60;

function wordsOf(content: MessageContent | undefined): string {
  switch (content?.type) {
    case "file":
    case "video":
      return content.file.name;
    case "card":
    case "location":
      return content.name;
    case "link":
    case "merged":
      return content.title;
    default:
      return "";
  }
}

function numbered(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index + 1}. ${line}`);
}
