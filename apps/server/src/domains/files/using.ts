import { type ConversationId, type FileId, type FileMeta, fail } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { Reading } from "../../platform/database.ts";
import type { FilesParts } from "./deps.ts";
import { readFiles, touchFiles } from "./store.ts";

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
