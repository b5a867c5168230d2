import type { FileHandle } from "node:fs/promises";
import { blank, bytesAt, type Stretch } from "./patch.ts";

/** A box of an ISO base media file (ISO/IEC 14496-12): MP4, QuickTime, 3GP, HEIC. */
export interface Box {
  /** Four characters; `©` is one byte here as there. */
  readonly type: string;
  readonly at: number;
  /** Where its content begins. */
  readonly body: number;
  readonly end: number;
}

/** More boxes than this beside each other are no film. */
const maxBoxes = 20_000;

/** The boxes that stand in a stretch of a file, one after another; ends where they make no sense. */
export async function boxesIn(file: FileHandle, { at, length }: Stretch): Promise<Box[]> {
  const found: Box[] = [];
  const stop = at + length;
  for (let next = at; next + 8 <= stop && found.length < maxBoxes; ) {
    const head = await bytesAt(file, next, 16);
    const short = head.readUInt32BE(0);
    const long = short === 1 && head.length === 16;
    const size = long ? Number(head.readBigUInt64BE(8)) : short || stop - next;
    const headBytes = long ? 16 : 8;
    if (size < headBytes || next + size > stop) break;
    found.push({ type: head.toString("latin1", 4, 8), at: next, body: next + headBytes, end: next + size });
    next += size;
  }
  return found;
}

/** The boxes in a box, after `skip` bytes of its own. */
export function children(file: FileHandle, { body, end }: Box, skip = 0): Promise<Box[]> {
  return boxesIn(file, { at: body + skip, length: end - body - skip });
}

/** Makes of a box room that nobody reads, as long as it was. */
export async function free(file: FileHandle, { at, body, end }: Box): Promise<void> {
  await file.write(Buffer.from("free"), 0, 4, at + 4);
  await blank(file, { at: body, length: end - body });
}
