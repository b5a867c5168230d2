import { type ConversationId, type FileId, type FileMeta, fail, type PrincipalId } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import type { FilesParts } from "./deps.ts";
import { readFile, readFiles, touchFiles } from "./store.ts";

export interface MessageSource {
  conversationId: ConversationId;
  seq: number;
}

/**
 * Files about to be sent, in the order of `fileIds`: the actor's own ready uploads or, with `source`, files of a message
 * the actor may read. They are safe from sweeps for a day, in which the log writes down their use.
 * @throws files/not_found, files/not_ready
 */
export type ForMessage = (
  reading: Reading,
  actor: Actor,
  fileIds: readonly FileId[],
  source?: MessageSource,
) => Promise<FileMeta[]>;

export function createForMessage({ transact, clock, ports }: FilesParts): ForMessage {
  return async (reading, actor, fileIds, source) => {
    const files = new Map((await readFiles(reading, fileIds)).map((file) => [file.id, file]));
    const metas: FileMeta[] = [];
    for (const id of fileIds) {
      const file = files.get(id) ?? fail("files/not_found");
      const allowed = source
        ? await ports.mayRead(actor, source.conversationId, source.seq, id)
        : file.ownerId === actor.id && file.purpose === "message";
      if (!allowed) fail("files/not_found");
      metas.push(file.meta ?? fail("files/not_ready"));
    }
    const touched = new Set(await transact((tx) => touchFiles(tx, fileIds, clock.now())));
    if (!fileIds.every((id) => touched.has(id))) fail("files/not_found");
    return metas;
  };
}

/**
 * A ready upload about to become that person's picture: their own and uploaded as such, which a picture it therefore is.
 * Touched in the same transaction, so that a sweep that has chosen it already and the new use exclude each other.
 */
export type ForPerson = (tx: Tx, personId: PrincipalId, fileId: FileId) => Promise<void>;

export function createForPerson({ clock }: FilesParts): ForPerson {
  return async (tx, personId, fileId) => {
    const file = await readFile(tx, fileId);
    if (file?.ownerId !== personId || file.purpose !== "avatar") fail("files/not_found");
    if (!file.meta) fail("files/not_ready");
    if ((await touchFiles(tx, [fileId], clock.now())).length === 0) fail("files/not_found");
  };
}
