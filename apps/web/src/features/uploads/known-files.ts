import type { FileId, FileMeta } from "@qunxin/protocol";

export interface KnownFile {
  readonly meta: FileMeta;
  /** Object URL of what was uploaded from here; shown instead of fetching one's own picture back. */
  readonly url: string | null;
}

const known = new Map<FileId, KnownFile>();

/** A file that this page has uploaded. */
export function knownFile(id: FileId): KnownFile | undefined {
  return known.get(id);
}

export function rememberFile(file: KnownFile): void {
  known.set(file.meta.id, file);
}
