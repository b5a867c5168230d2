import { rm } from "node:fs/promises";
import { join } from "node:path";
import { limits } from "@qunxin/protocol";
import { deleteBlobs, lockUnusedBlobs } from "./blob-store.ts";
import type { FilesParts } from "./deps.ts";
import { deleteUnusedFiles } from "./sweep-store.ts";

const limit = 100;

/**
 * Housekeeping: files that nothing uses go a day after they were last touched (uploads nobody finished, pictures never
 * sent, files whose messages were purged), then the bytes no file has a use for.
 */
export async function sweepFiles(parts: FilesParts): Promise<void> {
  const before = new Date(parts.clock.now().getTime() - limits.uploadMaxAgeMs);
  let after: Date | null = new Date(0);
  while (after) after = await sweepSomeFiles(parts, after, before);
  let lastHash: string | null = "";
  while (lastHash !== null) lastHash = await sweepSomeBlobs(parts, lastHash, before);
}

/** Answers from when on to go on; null at the end. */
async function sweepSomeFiles({ transact, uploadsDir }: FilesParts, after: Date, before: Date): Promise<Date | null> {
  const gone = await transact((tx) => deleteUnusedFiles(tx, { after, before, limit }));
  for (const { id } of gone) {
    for (const end of ["", ".json", ".work"])
      await rm(join(uploadsDir, `${id}${end}`), { recursive: true, force: true });
  }
  if (gone.length < limit) return null;
  return new Date(Math.max(...gone.map(({ touchedAt }) => touchedAt.getTime())));
}

/**
 * The rows stay locked until the bytes are gone, so that an upload of the same bytes waits and then stores them anew.
 * Dying in between leaves rows without bytes, which are swept again or noticed by the next upload.
 */
function sweepSomeBlobs({ transact, storageOf }: FilesParts, after: string, before: Date): Promise<string | null> {
  return transact(async (tx) => {
    const unused = await lockUnusedBlobs(tx, { after, before, limit });
    for (const { hash, place } of unused) await storageOf(place).remove(hash);
    const hashes = unused.map(({ hash }) => hash);
    if (hashes.length > 0) await deleteBlobs(tx, hashes);
    return hashes.length < limit ? null : (hashes.at(-1) ?? null);
  });
}
