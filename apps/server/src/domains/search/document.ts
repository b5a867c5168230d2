import type { MessageBody, SearchType } from "@qunxin/protocol";
import { normalise } from "./normalise.ts";
import { tokensOf } from "./tokens.ts";

/** A message as it stands in the log, with what was added to it later. */
export interface Message {
  readonly conversationId: string;
  readonly seq: number;
  readonly by: string;
  readonly at: Date;
  readonly body: MessageBody;
  /** Of a chain (接龙), in order. */
  readonly lines: readonly string[];
}

/** What stands in the index for a message. */
export interface IndexRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly by: string;
  readonly at: Date;
  readonly type: SearchType;
  readonly hasFile: boolean;
  readonly text: string;
  readonly fileNames: string | null;
  readonly tokens: readonly string[];
}

export function typeOf({ content }: MessageBody): SearchType {
  if (!content || content.type === "markdown") return "text";
  return content.type === "images" ? "image" : content.type;
}

/** What one can search in: the parts of a message that people read, as they were written. */
export function textsOf({ body, lines }: Pick<Message, "body" | "lines">): string[] {
  return [body.text, ...contentTexts(body), ...lines, ...fileNamesOf(body)].filter((text) => text !== "");
}

export function fileNamesOf({ content }: MessageBody): string[] {
  if (!content) return [];
  if ("images" in content) return content.images.map(({ name }) => name);
  return "file" in content ? [content.file.name] : [];
}

/** The row of a message in the index. */
export function indexRowOf(message: Message): IndexRow {
  const { conversationId, seq, by, at, body } = message;
  const text = textsOf(message).map(normalise).join("\n");
  const names = fileNamesOf(body);
  const type = typeOf(body);
  const tokens = tokensOf(text);
  for (const token of [marks.conversation(conversationId), marks.author(by), marks.type(type)]) tokens.add(token);
  for (const id of body.mentions) tokens.add(marks.mention(id));
  if (body.mentionAll) tokens.add(marks.everybody);
  if (names.length > 0) tokens.add(marks.file);
  const fileNames = names.length > 0 ? names.map(normalise).join("\n") : null;
  return { conversationId, seq, by, at, type, hasFile: names.length > 0, text, fileNames, tokens: [...tokens] };
}

/** Tokens that no text has, for what one filters by. Ids are cut: whatever matches is looked at again. */
export const marks = {
  conversation: (id: string) => `#${shortId(id)}`,
  author: (id: string) => `@${shortId(id)}`,
  mention: (id: string) => `~${shortId(id)}`,
  everybody: "~all",
  type: (type: SearchType) => `!${type}`,
  file: "+file",
};

/** The random end of an id. */
function shortId(id: string): string {
  return id.slice(-12);
}

function contentTexts({ content }: MessageBody): string[] {
  switch (content?.type) {
    case "link":
      return [content.title, content.summary, content.source, content.url];
    case "poll":
      return [content.question, ...content.options];
    case "chain":
      return [content.title];
    case "card":
      return [content.name];
    case "location":
      return [content.name, content.address];
    case "merged":
      return [content.title, ...content.preview.map(({ name, text }) => `${name}: ${text}`)];
    default:
      return [];
  }
}
