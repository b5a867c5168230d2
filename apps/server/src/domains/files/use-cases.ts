import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type FileId, type FileMeta, fail } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import type { FilesParts } from "./deps.ts";
import type { Receiving } from "./receiving.ts";
import { deleteFile, isUsed, lockFile, readFile, type StoredFile, saveDescription, savePoster } from "./store.ts";
import type { Tickets } from "./tickets.ts";

export function fileUseCases(parts: FilesParts, receiving: Receiving, tickets: Tickets): UseCasesOf<"files"> {
  const { reading, transact, company, uploadsDir } = parts;
  return {
    async "files.get"({ fileId }, actor) {
      const file = await ownFile(reading, actor, fileId);
      const whole = file.state === "uploading" && (await receiving.receivedIfWhole(fileId, file.size));
      return { state: whole ? "processing" : file.state, meta: file.meta, refusal: file.refusal };
    },
    async "files.describe"({ fileId, durationMs, waveform, posterFileId }, actor) {
      const { files: policy } = await company.policy();
      return transact(async (tx) => {
        const { kind } = await unsentFile(tx, actor, fileId);
        const tooLong = kind === "video" && (durationMs ?? 0) > policy.videoMaxSeconds * 1000;
        await saveDescription(tx, fileId, { durationMs, waveform, ...(tooLong ? { kind: "file" } : {}) });
        if (posterFileId) await givePoster(tx, actor, fileId, posterFileId);
        return (await readFile(tx, fileId))?.meta ?? fail("files/not_found");
      });
    },
    async "files.discard"({ fileId }, actor) {
      const gone = await transact(async (tx) => {
        const there = await lockFile(tx, fileId);
        if (!there || (await readFile(tx, fileId))?.ownerId !== actor.id) return false;
        if (await isUsed(tx, fileId)) fail("files/sent");
        await deleteFile(tx, fileId);
        return true;
      });
      const path = join(uploadsDir, fileId);
      if (gone)
        for (const left of [`${path}.work`, `${path}.json`, path]) await rm(left, { recursive: true, force: true });
      return {};
    },
    "files.ticket": (target, actor) => tickets.issue(actor, target),
  };
}

async function ownFile(reading: Reading, actor: Actor, id: FileId): Promise<StoredFile> {
  const file = await readFile(reading, id);
  return file?.ownerId === actor.id ? file : fail("files/not_found");
}

/** One's own ready file that no message carries yet, locked. */
async function unsentFile(tx: Tx, actor: Actor, id: FileId): Promise<FileMeta> {
  await lockFile(tx, id);
  const { meta } = await ownFile(tx, actor, id);
  if (await isUsed(tx, id)) fail("files/sent");
  return meta ?? fail("files/not_ready");
}

async function givePoster(tx: Tx, actor: Actor, id: FileId, imageId: FileId): Promise<void> {
  const image = await readFile(tx, imageId);
  const video = await readFile(tx, id);
  const isOwnImage = image?.ownerId === actor.id && image.meta?.kind === "image";
  if (!isOwnImage || !video?.meta?.mediaType.startsWith("video/")) fail("files/poster");
  await savePoster(tx, id, imageId);
}
