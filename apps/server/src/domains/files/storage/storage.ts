import type { Readable } from "node:stream";

export type Place = "folder" | "s3";

/** A stretch of a blob, both ends included. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where blobs lie, by the SHA-256 of their bytes in hexadecimal. Everything may be repeated after a crash. */
export interface BlobStorage {
  /** Whether a blob of that hash lies here whole. */
  has(hash: string, size: number): Promise<boolean>;
  /** Keeps the bytes of a finished local file, which stays where it is and is not written to any more. */
  keep(hash: string, size: number, path: string): Promise<void>;
  /** The bytes, or a stretch of them. */
  read(hash: string, stretch?: Stretch): Promise<Readable>;
  /** Forgets a blob; one that is not there is fine. */
  remove(hash: string): Promise<void>;
  /** A link that reads the blob directly for a minute, where the storage offers such and it is switched on. */
  link?(hash: string, headers: { contentType: string; contentDisposition: string }): Promise<string>;
}
