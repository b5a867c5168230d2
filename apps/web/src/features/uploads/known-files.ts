import type { FileId, FileMeta, LinkPreview } from "@qunxin/protocol";

export interface KnownFile {
  readonly meta: FileMeta;
  /** Object URL of what was uploaded from here; shown instead of fetching one's own picture back. */
  readonly url: string | null;
  /** The same of a video's still picture. */
  readonly posterUrl: string | null;
}

const known = new Map<FileId, KnownFile>();

/** A file that this page has uploaded. */
export function knownFile(id: FileId): KnownFile | undefined {
  return known.get(id);
}

export function rememberFile(file: KnownFile): void {
  known.set(file.meta.id, file);
}

const pages = new Map<string, LinkPreview>();

/** A page that is being shared from here, by the server's id of its preview. */
export function knownPage(linkId: string): LinkPreview | undefined {
  return pages.get(linkId);
}

export function rememberPage(page: LinkPreview): void {
  pages.set(page.linkId, page);
}
