import type { Readable } from "node:stream";
import { type ConversationId, type FileId, type FileVariant, fail } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import { readVariant } from "./blob-store.ts";
import type { FilesParts } from "./deps.ts";
import { delivery } from "./rules.ts";
import type { Stretch } from "./storage/storage.ts";
import { isUsed, readFile, type StoredFile } from "./store.ts";

/** A file as somebody gets it, whose right to it has been looked at just now. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  /** Tells the bytes; the same for equal bytes. */
  readonly hash: string;
  readonly contentType: string;
  /** May be shown in place instead of being saved. */
  readonly inline: boolean;
  open(stretch?: Stretch): Promise<Readable>;
  /** Where the storage itself gives the bytes for a moment; null where it does not. */
  link(contentDisposition: string): Promise<string | null>;
}

export interface FileReading {
  /** One's own upload that is not sent yet. @throws files/not_found */
  own(actor: Actor, fileId: FileId, variant: FileVariant): Promise<ReadableFile>;
  /** A picture uploaded to be a person's, which anybody signed in may see. @throws files/not_found */
  avatar(fileId: FileId): Promise<ReadableFile>;
  /** A file of a message that the actor may read at this moment. @throws files/not_found */
  ofMessage(
    actor: Actor,
    at: { conversationId: ConversationId; seq: number },
    fileId: FileId,
    variant: FileVariant,
  ): Promise<ReadableFile>;
}

export function createFileReading(parts: FilesParts): FileReading {
  const { reading, ports } = parts;
  return {
    async own(actor, fileId, variant) {
      const file = await readFile(reading, fileId);
      if (file?.ownerId !== actor.id || (await isUsed(reading, fileId))) fail("files/not_found");
      return readable(parts, file, variant);
    },
    async avatar(fileId) {
      const file = await readFile(reading, fileId);
      return readable(parts, file?.purpose === "avatar" ? file : null, "thumb");
    },
    async ofMessage(actor, { conversationId, seq }, fileId, variant) {
      if (!(await ports.mayRead(actor, conversationId, seq, fileId))) fail("files/not_found");
      return readable(parts, await readFile(reading, fileId), variant);
    },
  };
}

async function readable(
  { reading, storageOf }: FilesParts,
  file: StoredFile | null,
  variant: FileVariant,
): Promise<ReadableFile> {
  const found = file?.meta ? await readVariant(reading, file.id, variant) : null;
  if (!file || !found) fail("files/not_found");
  const { hash, size, place, mediaType } = found;
  const storage = storageOf(place);
  const { contentType, inline } = delivery(mediaType);
  return {
    name: file.name,
    size,
    hash,
    contentType,
    inline,
    open: (stretch) => storage.read(hash, stretch),
    link: async (contentDisposition) => (await storage.link?.(hash, { contentType, contentDisposition })) ?? null,
  };
}
