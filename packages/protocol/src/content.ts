import * as z from "zod/mini";
import { FileMeta } from "./files.ts";
import { FileId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

const Line = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

const Poll = z.object({
  type: z.literal("poll"),
  question: Line,
  options: z.array(Line).check(z.minLength(2), z.maxLength(20)),
  /** More than one option may be chosen. */
  multiple: z.boolean(),
  /** Nobody is told who chose what. */
  anonymous: z.boolean(),
  closesAt: z.nullable(z.iso.datetime()),
});
/** 接龙: each member adds a line of their own, in order. */
const Chain = z.object({
  type: z.literal("chain"),
  title: Line,
  /** What a line should look like, e.g. 姓名 + 人数; may be empty. */
  example: z.string().check(z.trim(), z.maxLength(200)),
});
const Location = z.object({
  type: z.literal("location"),
  name: Line,
  address: z.string().check(z.trim(), z.maxLength(200)),
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
});
/** One of the stickers that the client ships, by its name. */
const Sticker = z.object({ type: z.literal("sticker"), name: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)) });

/**
 * What a message carries besides its text; a message without content is plain text. The text of a message with content
 * is its caption and may be empty; of Markdown it is the source. Nothing here is viewer-specific.
 */
export const MessageContent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("markdown") }),
  z.object({ type: z.literal("images"), images: z.array(FileMeta).check(z.minLength(1), z.maxLength(9)) }),
  z.object({ type: z.literal("file"), file: FileMeta }),
  z.object({ type: z.literal("voice"), file: FileMeta }),
  z.object({ type: z.literal("video"), file: FileMeta }),
  /** A contact card; the name is as it was when sent. */
  z.object({ type: z.literal("card"), personId: PrincipalId, name: z.string() }),
  Location,
  /** A shared page or article. Acceptance 65. */
  z.object({
    type: z.literal("link"),
    url: z.string(),
    title: z.string(),
    summary: z.string(),
    source: z.string(),
    image: z.nullable(FileMeta),
  }),
  Poll,
  Chain,
  Sticker,
  /** Several messages forwarded as one record, which is read by a call of its own. */
  z.object({
    type: z.literal("merged"),
    recordId: z.uuid(),
    title: z.string(),
    count: z.int(),
    /** The first lines, at most four. */
    preview: z.array(
      z.object({
        name: z.string(),
        text: z.string(),
        /** What the message is, where its text does not say it; a `MessageType`. */
        type: z.optional(z.string()),
      }),
    ),
  }),
]);
export type MessageContent = z.infer<typeof MessageContent>;
export type MessageType = "text" | MessageContent["type"];

/** Content as a sender hands it over: files by the ids of their uploads, links by the preview the server made. */
export const MessageContentDraft = z.discriminatedUnion("type", [
  z.object({ type: z.literal("markdown") }),
  z.object({ type: z.literal("images"), fileIds: z.array(FileId).check(z.minLength(1), z.maxLength(9)) }),
  z.object({ type: z.literal("file"), fileId: FileId }),
  z.object({ type: z.literal("voice"), fileId: FileId }),
  z.object({ type: z.literal("video"), fileId: FileId }),
  z.object({ type: z.literal("card"), personId: PrincipalId }),
  Location,
  z.object({ type: z.literal("link"), linkId: z.uuid() }),
  Poll,
  Chain,
  Sticker,
]);
export type MessageContentDraft = z.infer<typeof MessageContentDraft>;

/** An emoji as people see it: one grapheme. */
export const Emoji = z.string().check(z.minLength(1), z.maxLength(limits.emojiChars));

/** What has become of a message since it was written; every part is absent while there is nothing to tell. */
export const MessageState = z.object({
  edited: z.optional(z.object({ at: z.iso.datetime(), times: z.int() })),
  /** In the order of first use. `mine`: the viewer's own is among them. */
  reactions: z.optional(z.array(z.object({ emoji: Emoji, count: z.int(), mine: z.boolean() }))),
  pinned: z.optional(z.object({ by: PrincipalId, at: z.iso.datetime() })),
  /** Replies in the thread that begins at this message. */
  thread: z.optional(z.object({ count: z.int(), lastAt: z.iso.datetime() })),
  /** Votes per option, how many voted, what the viewer chose. */
  poll: z.optional(
    z.object({ counts: z.array(z.int()), voters: z.int(), mine: z.array(z.int()), closed: z.boolean() }),
  ),
  chain: z.optional(z.array(z.object({ by: PrincipalId, text: z.string(), at: z.iso.datetime() }))),
});
export type MessageState = z.infer<typeof MessageState>;
