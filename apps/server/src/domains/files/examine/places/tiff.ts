import type { FileHandle } from "node:fs/promises";
import { blank, bytesAt, type Stretch } from "./patch.ts";

/** Tags of TIFF 6.0, EXIF 2.32 and XMP that lead to a place, or to text that may name one. */
const tag = { subIfds: 0x014a, exif: 0x8769, gps: 0x8825, xmp: 0x02bc, iptc: 0x83bb, photoshop: 0x8649 } as const;
const whole: readonly number[] = [tag.xmp, tag.iptc, tag.photoshop];
/** Bytes of a value by its type's number. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const maxDirectories = 100;
const maxEntries = 1_000;

interface Walk {
  file: FileHandle;
  /** Where the TIFF begins in the file, and how long it is. */
  within: Stretch;
  little: boolean;
  seen: Set<number>;
}

/**
 * Takes the place out of TIFF data (a TIFF, most raw formats of cameras, the EXIF of a HEIC): the directory of GPS with
 * its values, XMP and IPTC. In place, with zeros: an empty directory is one that says nothing.
 */
export async function clearTiff(file: FileHandle, within: Stretch): Promise<void> {
  const head = await bytesAt(file, within.at, 8);
  const order = head.toString("latin1", 0, 2);
  if (head.length < 8 || (order !== "II" && order !== "MM")) return;
  const walk = { file, within, little: order === "II", seen: new Set<number>() };
  await clearDirectories(walk, number(walk, head, 4, 4));
}

function number({ little }: Walk, bytes: Buffer, at: number, size: 2 | 4): number {
  return little ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
}

interface TiffEntry {
  tag: number;
  count: number;
  /** Where the value stands, counted from the start of the TIFF. */
  value: Stretch;
}

/** A directory, those that follow it and those that hang on it. */
async function clearDirectories(walk: Walk, start: number): Promise<void> {
  for (let at = start; at > 0; ) {
    const directory = await readDirectory(walk, at);
    if (!directory) return;
    for (const entry of directory.entries) await clearEntry(walk, entry);
    at = directory.next;
  }
}

async function clearEntry(walk: Walk, entry: TiffEntry): Promise<void> {
  if (whole.includes(entry.tag)) await clear(walk, entry.value);
  else if (entry.tag === tag.gps) await clearGps(walk, entry);
  else if (entry.tag === tag.exif || entry.tag === tag.subIfds) {
    const { value, count } = entry;
    const bytes = await bytesAt(walk.file, walk.within.at + value.at, Math.min(count, maxDirectories) * 4);
    for (let i = 0; i + 4 <= bytes.length; i += 4) await clearDirectories(walk, number(walk, bytes, i, 4));
  }
}

async function clearGps(walk: Walk, { value }: TiffEntry): Promise<void> {
  const pointer = await bytesAt(walk.file, walk.within.at + value.at, 4);
  if (pointer.length < 4) return;
  const at = number(walk, pointer, 0, 4);
  const directory = await readDirectory(walk, at);
  if (!directory) return;
  for (const entry of directory.entries) await clear(walk, entry.value);
  await clear(walk, { at, length: 2 + directory.entries.length * 12 });
}

async function readDirectory(walk: Walk, at: number): Promise<{ entries: TiffEntry[]; next: number } | null> {
  if (walk.seen.has(at) || walk.seen.size >= maxDirectories || at + 2 > walk.within.length) return null;
  walk.seen.add(at);
  const from = walk.within.at + at;
  const count = number(walk, await bytesAt(walk.file, from, 2), 0, 2);
  if (count > maxEntries || at + 2 + count * 12 > walk.within.length) return null;
  const rows = await bytesAt(walk.file, from + 2, count * 12 + 4);
  if (rows.length < count * 12) return null;
  const entries = Array.from({ length: count }, (_, index) => entryOf(walk, rows, index * 12, at + 2 + index * 12));
  return { entries, next: rows.length === count * 12 + 4 ? number(walk, rows, count * 12, 4) : 0 };
}

/** A value of up to four bytes stands in the entry itself. */
function entryOf(walk: Walk, rows: Buffer, row: number, at: number): TiffEntry {
  const count = number(walk, rows, row + 4, 4);
  const length = count * (typeBytes[number(walk, rows, row + 2, 2)] ?? 0);
  const value = { at: length <= 4 ? at + 8 : number(walk, rows, row + 8, 4), length };
  return { tag: number(walk, rows, row, 2), count, value };
}

async function clear({ file, within }: Walk, { at, length }: Stretch): Promise<void> {
  if (at + length <= within.length) await blank(file, { at: within.at + at, length });
}
