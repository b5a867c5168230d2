import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Failure, type FileId, type FileMeta, type PrincipalId, type SessionId } from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import type { Files } from "../files/index.ts";
import type { PicturesPort } from "./links.ts";

/** How long the looking at a picture may take; a card without one is a card still. */
const withinMs = 6_000;
const lookEveryMs = 30;

/** Pictures of pages take the way of everybody's uploads: told by their bytes and made anew from their pixels. */
export function picturesIn({ receiving, useCases }: Pick<Files, "receiving" | "useCases">): PicturesPort {
  async function outcome(actor: Actor, fileId: FileId): Promise<FileMeta | null> {
    for (let waitedMs = 0; waitedMs < withinMs; waitedMs += lookEveryMs) {
      const { state, meta } = await useCases["files.get"]({ fileId }, actor, null as unknown as Caller);
      if (state === "ready") return meta?.kind === "image" ? meta : null;
      if (state === "refused") return null;
      await delay(lookEveryMs);
    }
    return null;
  }
  return {
    async keep(ownerId: PrincipalId, name: string, bytes: Buffer) {
      const actor: Actor = {
        id: ownerId,
        kind: "employee",
        administrator: false,
        sessionId: newId<SessionId>(),
        passwordChangeRequired: false,
      };
      try {
        const id = await receiving.begin(actor, { name, purpose: "message", size: bytes.length });
        await writeFile(join(receiving.uploadsDir, id), bytes);
        await receiving.received(id);
        return await outcome(actor, id);
      } catch (error) {
        if (error instanceof Failure) return null;
        throw error;
      }
    },
  };
}
