import type { FileHandle } from "node:fs/promises";
import { blank, bytesAt } from "./patch.ts";

const ids = { segment: 0x18538067, cluster: 0x1f43b675, tags: 0x1254c367, void: 0xec };
/** An hour of a recording with sixty blocks a second has fewer elements. */
const maxElements = 400_000;

/**
 * Makes the tags of a WebM or Matroska file (RFC 9559) room that nobody reads; in them converters put the place that a
 * camera noted. In place: the file keeps its size, and what points into it stays right.
 */
export async function clearMatroska(file: FileHandle, size: number): Promise<void> {
  for (let at = 0, seen = 0; at < size && seen < maxElements; seen++) {
    const head = elementHead(await bytesAt(file, at, 12));
    if (!head) return;
    // What was recorded live does not say how long it is: its elements follow as if they were its neighbours.
    const inside = head.id === ids.segment || head.length === null;
    if (inside && head.id !== ids.segment && head.id !== ids.cluster) return;
    const end = at + head.bytes + (head.length ?? 0);
    if (head.id === ids.tags && end <= size) await overwrite(file, at, end - at);
    at = inside ? at + head.bytes : end;
  }
}

/** An empty element of the same length, whose own length is written in eight bytes. */
async function overwrite(file: FileHandle, at: number, length: number): Promise<void> {
  const wide = length >= 9;
  const head = Buffer.alloc(wide ? 9 : 2);
  head[0] = ids.void;
  if (wide) head.writeBigUInt64BE(0x0100000000000000n + BigInt(length - 9), 1);
  else head[1] = 0x80 + length - 2;
  await file.write(head, 0, head.length, at);
  await blank(file, { at: at + head.length, length: length - head.length });
}

/** Id and length of an element; null for the length that is not told, null in all for what is none. */
function elementHead(bytes: Buffer): { id: number; length: number | null; bytes: number } | null {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23;
  if (bytes.length < 2 || idBytes > 4 || idBytes >= bytes.length) return null;
  const id = bytes.readUIntBE(0, idBytes);
  const lengthBytes = Math.clz32(bytes[idBytes] ?? 0) - 23;
  if (lengthBytes > 8 || idBytes + lengthBytes > bytes.length) return null;
  let length = BigInt(bytes[idBytes] ?? 0) & ((1n << BigInt(8 - lengthBytes)) - 1n);
  for (let i = 1; i < lengthBytes; i++) length = (length << 8n) | BigInt(bytes[idBytes + i] ?? 0);
  const unknown = length === (1n << BigInt(7 * lengthBytes)) - 1n;
  return { id, length: unknown ? null : Number(length), bytes: idBytes + lengthBytes };
}
