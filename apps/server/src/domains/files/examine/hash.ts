import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { FileVariant } from "@qunxin/protocol";
import type { FoundVariant } from "./finding.ts";

/** A finished file with the SHA-256 of its bytes. */
export async function hashed(variant: FileVariant, path: string, mediaType: string): Promise<FoundVariant> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return { variant, path, hash: hash.digest("hex"), size: (await stat(path)).size, mediaType };
}
