import { rm } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "@qunxin/protocol";
import { deleteBlobs, lockUnusedBlobs } from "./blob-store.ts";
import type { FilesParts } from "./deps.ts";
import { deleteUnusedFiles } from "./sweep-store.ts";

const step = 100;

/**
 * Housekeeping: files that nothing uses go a day after they were last touched (uploads nobody finished, pictures never
 * sent, files whose messages were purged), then the bytes no file has a use for.
 */
export async function sweepFiles(parts: FilesParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - limits.uploadMaxAgeMs);
  for (;;) {
    const gone = await parts.transact((tx) => deleteUnusedFiles(tx, before, step));
    for (const id of gone) {
      for (const end of ["", ".json", ".work"]) {
        await rm(join(parts.uploadsDir, `${id}${end}`), { recursive: true, force: true });
      }
    }
    if (gone.length < step) break;
  }
  while ((await sweepBlobs(parts, before)) === step);
}

/**
 * The rows stay locked until the bytes are gone, so that an upload of the same bytes waits and then stores them anew.
 * Dying in between leaves rows without bytes, which are swept again or noticed by the next upload.
 */
function sweepBlobs({ transact, storageOf }: FilesParts, before: Date): Promise<number> {
  return transact(async (tx) => {
    const unused = await lockUnusedBlobs(tx, before, step);
    for (const { hash, place } of unused) await storageOf(place).remove(hash);
    if (unused.length > 0)
      await deleteBlobs(
        tx,
        unused.map(({ hash }) => hash),
      );
    return unused.length;
  });
}
