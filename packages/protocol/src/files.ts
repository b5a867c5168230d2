import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId, FileId } from "./ids.ts";
import { limits } from "./limits.ts";

/** What a file is shown as: told by its bytes, never by its name or by what a client claims. */
export const FileKind = z.enum(["image", "video", "audio", "file"]);
export type FileKind = z.infer<typeof FileKind>;

/**
 * What can be read of a file. `original`: as uploaded, of an image without metadata and upright; `display` (images):
 * at most 2,560 px; `thumb` (images): at most 480 px; `poster` (videos): the still picture.
 */
export const FileVariant = z.enum(["original", "display", "thumb", "poster"]);
export type FileVariant = z.infer<typeof FileVariant>;

/** Everything a message says of a file. */
export const FileMeta = z.object({
  id: FileId,
  name: z.string(),
  /** Bytes of the original. */
  size: z.int(),
  /** Told by the bytes. */
  mediaType: z.string(),
  kind: FileKind,
  /** Pixels, upright; of a video those of its poster. Null for what has none. */
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
  /** A `data:` URL of a few hundred bytes to show until the picture is there; images and videos with a poster. */
  blur: z.nullable(z.string()),
  durationMs: z.nullable(z.int()),
  /** Peaks of a voice note, 0 to 100. */
  waveform: z.nullable(z.array(z.int())),
  hasPoster: z.boolean(),
  /** How a client can show the content; null: only as a download. */
  preview: z.nullable(z.enum(["image", "pdf", "text", "audio", "video"])),
});
export type FileMeta = z.infer<typeof FileMeta>;

/** What an upload is for; its `purpose` among the tus metadata, beside `fileName`. */
export const FilePurpose = z.enum(["message", "avatar"]);
export type FilePurpose = z.infer<typeof FilePurpose>;

/** How far one's own upload is. `meta` once ready; `refusal` is the error code that says why it was refused. */
export const FileProgress = z.object({
  state: z.enum(["uploading", "processing", "ready", "refused"]),
  meta: z.nullable(FileMeta),
  refusal: z.nullable(z.string()),
});
export type FileProgress = z.infer<typeof FileProgress>;

/** Where uploads go by the tus protocol, version 1.0. The id of an upload, the end of its URL, is the file's id. */
export const uploadsPath = "/api/uploads";

/** Where the uploader reads a file that is not sent yet. */
export function ownFilePath(fileId: FileId, variant: FileVariant): string {
  return `/api/files/own/${fileId}/${variant}`;
}

/** What a person's `avatarUrl` says when their picture was uploaded here, with the purpose `avatar`. */
export function avatarPath(fileId: FileId): string {
  return `/api/files/avatars/${fileId}`;
}

/** Where a file is read through the message it came with. */
export function messageFilePath(
  at: { conversationId: ConversationId; seq: number },
  fileId: FileId,
  variant: FileVariant,
): string {
  return `/api/files/${at.conversationId}/${at.seq}/${fileId}/${variant}`;
}

export const fileCalls = {
  "files.get": call({
    summary: "How far one's own upload is, and what was found in it.",
    access: "signed_in",
    kind: "read",
    input: z.object({ fileId: FileId }),
    output: FileProgress,
    errors: ["files/not_found"],
  }),
  "files.describe": call({
    summary: "Adds what only the uploading device knows of its recording, before the file is sent. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      fileId: FileId,
      durationMs: z.optional(z.int().check(z.minimum(0), z.maximum(limits.fileDurationMaxMs))),
      waveform: z.optional(
        z.array(z.int().check(z.minimum(0), z.maximum(100))).check(z.maxLength(limits.waveformPeaks)),
      ),
      /** An image of one's own: becomes the still picture of the video. */
      posterFileId: z.optional(FileId),
    }),
    output: FileMeta,
    errors: ["files/not_found", "files/not_ready", "files/sent", "files/poster"],
  }),
  "files.discard": call({
    summary: "Gives an upload of one's own up that was not sent; a file that is not there counts as given up.",
    access: "signed_in",
    kind: "write",
    input: z.object({ fileId: FileId }),
    output: z.object({}),
    errors: ["files/sent"],
  }),
  "files.ticket": call({
    summary:
      "A link to a file of a message that works for five minutes without further sign-in, for this session only.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      seq: z.int().check(z.minimum(1)),
      fileId: FileId,
      variant: FileVariant,
    }),
    output: z.object({ url: z.string(), expiresAt: z.iso.datetime() }),
    errors: ["files/not_found"],
  }),
} as const;
