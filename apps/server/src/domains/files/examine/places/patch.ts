import type { FileHandle } from "node:fs/promises";

/** A stretch of a file. */
export interface Stretch {
  readonly at: number;
  readonly length: number;
}

const pieceBytes = 1024 * 1024;

/** Reads up to `length` bytes; fewer at the end of the file. */
export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

/** Writes one byte over a stretch, however long; the file keeps its size, so that nothing in it moves. */
export async function blank(file: FileHandle, { at, length }: Stretch, byte = 0): Promise<void> {
  for (let done = 0; done < length; done += pieceBytes) {
    const piece = Buffer.alloc(Math.min(pieceBytes, length - done), byte);
    await file.write(piece, 0, piece.length, at + done);
  }
}
