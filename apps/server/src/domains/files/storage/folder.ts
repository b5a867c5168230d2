import { createReadStream } from "node:fs";
import { copyFile, link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newId } from "../../../platform/ids.ts";
import type { BlobStorage } from "./storage.ts";

/** Blobs as files `<folder>/ab/cd/<hash>`: there whole and for good, or not at all. */
export function folderStorage(folder: string): BlobStorage {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);
  return {
    async has(hash, size) {
      const found = await stat(pathOf(hash)).catch(absent);
      return found?.size === size;
    },
    async keep(hash, _size, path) {
      const target = pathOf(hash);
      const arriving = join(folder, "arriving", newId());
      await mkdir(dirname(arriving), { recursive: true, mode: 0o700 });
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      // The same bytes under a second name, where the file system can; else a copy.
      await link(path, arriving).catch(() => copyFile(path, arriving));
      await sync(arriving);
      await rename(arriving, target);
      await sync(dirname(target));
    },
    async read(hash, stretch) {
      const handle = await open(pathOf(hash));
      return createReadStream("", { fd: handle, ...stretch });
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

/** What a power cut must not take back. Windows cannot sync a folder, and need not. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (process.platform === "win32") return null;
    throw error;
  });
  await handle?.sync().catch((error: NodeJS.ErrnoException) => {
    if (process.platform !== "win32") throw error;
  });
  await handle?.close();
}
