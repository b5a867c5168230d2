import type { ErrorCode, FileKind, FileMeta, FileVariant } from "@qunxin/protocol";

/** What is to be looked at; travels to the examining process. */
export interface Task {
  readonly path: string;
  /** An empty folder of this task's own, for what is made of the file. */
  readonly workDir: string;
  readonly imageMaxBytes: number;
  readonly videoMaxBytes: number;
  readonly videoMaxSeconds: number;
}

export interface FoundVariant {
  readonly variant: FileVariant;
  readonly path: string;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly size: number;
  readonly mediaType: string;
}

/** What the bytes of a file are, and what was made of them. */
export interface Finding {
  readonly mediaType: string;
  readonly kind: FileKind;
  readonly preview: FileMeta["preview"];
  readonly width: number | null;
  readonly height: number | null;
  readonly blur: string | null;
  readonly durationMs: number | null;
  readonly variants: readonly FoundVariant[];
}

export type Outcome = { readonly finding: Finding } | { readonly refusal: ErrorCode };
