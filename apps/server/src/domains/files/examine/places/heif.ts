import type { FileHandle } from "node:fs/promises";
import { type Box, boxesIn, children } from "./boxes.ts";
import { blank, bytesAt, type Stretch } from "./patch.ts";
import { clearTiff } from "./tiff.ts";

const tableMaxBytes = 4 * 1024 * 1024;

/**
 * Takes the place out of a HEIC or HEIF picture (ISO/IEC 23008-12): GPS out of its EXIF, and XMP as a whole. Which way
 * up it is, is told by the picture itself and stays.
 */
export async function clearHeif(file: FileHandle, size: number): Promise<void> {
  const meta = (await boxesIn(file, { at: 0, length: size })).find(({ type }) => type === "meta");
  const parts = meta ? await children(file, meta, 4) : [];
  const table = async (name: string) => {
    const box = parts.find(({ type }) => type === name);
    return box && box.end - box.body <= tableMaxBytes ? box : undefined;
  };
  const [names, places, inside] = await Promise.all([table("iinf"), table("iloc"), table("idat")]);
  if (!names || !places) return;
  const types = await itemTypes(file, names);
  for (const { id, stretches } of await itemPlaces(file, places, inside?.body)) {
    for (const stretch of stretches.filter(({ at, length }) => at + length <= size)) {
      if (types.get(id) === "Exif") await clearExif(file, stretch);
      else if (types.get(id) === "mime") await blank(file, stretch, 0x20);
    }
  }
}

/** EXIF begins with how far its TIFF is. */
async function clearExif(file: FileHandle, { at, length }: Stretch): Promise<void> {
  const head = await bytesAt(file, at, 4);
  const skip = head.length === 4 ? 4 + head.readUInt32BE(0) : length;
  if (skip < length) await clearTiff(file, { at: at + skip, length: length - skip });
}

async function itemTypes(file: FileHandle, names: Box): Promise<Map<number, string>> {
  const version = (await bytesAt(file, names.body, 1))[0] ?? 0;
  const types = new Map<number, string>();
  for (const entry of await children(file, names, version === 0 ? 6 : 8)) {
    const bytes = await bytesAt(file, entry.body, 14);
    const wide = bytes[0] === 3;
    if (bytes.length < 12 || (bytes[0] !== 2 && !wide)) continue;
    const at = wide ? 10 : 8;
    types.set(bytes.readUIntBE(4, wide ? 4 : 2), bytes.toString("latin1", at, at + 4));
  }
  return types;
}

interface ItemPlace {
  id: number;
  stretches: Stretch[];
}

/** Where the bytes of each item stand; tables that end early give what they gave until there. */
async function itemPlaces(file: FileHandle, box: Box, inside: number | undefined): Promise<ItemPlace[]> {
  const read = reader(await bytesAt(file, box.body, box.end - box.body));
  const version = read(1);
  read(3);
  const [sizes, more] = [read(1), read(1)];
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
  const indexBytes = version > 0 ? more & 15 : 0;
  const count = read(version < 2 ? 2 : 4);
  const items: ItemPlace[] = [];
  for (let item = 0; item < count && !read.over(); item++) {
    const id = read(version < 2 ? 2 : 4);
    const from = version > 0 ? read(2) & 15 : 0;
    read(2);
    const base = read(baseBytes) + (from === 1 ? (inside ?? 0) : 0);
    const extents = read(2);
    const stretches: Stretch[] = [];
    for (let one = 0; one < extents && !read.over(); one++) {
      read(indexBytes);
      const at = base + read(offsetBytes);
      stretches.push({ at, length: read(lengthBytes) });
    }
    // Others are made of other items, not of bytes.
    if (from < 2 && !read.over()) items.push({ id, stretches });
  }
  return items;
}

/** Reads numbers one after another; zeros after the end. */
function reader(bytes: Buffer): { (size: number): number; over(): boolean } {
  let at = 0;
  const read = (size: number) => {
    const from = at;
    at += size;
    if (size === 0 || at > bytes.length) return 0;
    return size === 8 ? Number(bytes.readBigUInt64BE(from)) : bytes.readUIntBE(from, size);
  };
  return Object.assign(read, { over: () => at > bytes.length });
}
