import type { FileHandle } from "node:fs/promises";
import { type Box, boxesIn, children, free } from "./boxes.ts";
import { blank, bytesAt } from "./patch.ts";

/** The one description in a `uuid` box that is needed to show a film: how a panorama is drawn (Spherical Video V1). */
const panorama = "ffcc8263f8554a938814587a02521fdd";
/** XMP beside the film. */
const xmp = "be7acfcb97a942e89c71999491e3afac";
/** Above this many stretches a track of data is not cleared piece by piece. */
const maxSamples = 2_000_000;

/**
 * Takes out of an MP4, QuickTime or 3GP file what cameras write about the recording: `©xyz`, `loci`, the keyed
 * metadata of QuickTime, XMP, and tracks of measurements beside the film. Nothing of it is needed to play it. Tags of
 * music (title, cover) stay. Done in place: no table of the file points elsewhere afterwards.
 */
export async function clearFilm(file: FileHandle, size: number): Promise<void> {
  for (const box of await boxesIn(file, { at: 0, length: size })) {
    if (box.type === "moov") await clearAbout(file, box, true);
    else if (box.type === "meta" || (box.type === "uuid" && (await uuidOf(file, box)) === xmp)) await free(file, box);
  }
}

/** A movie or a track of it. */
async function clearAbout(file: FileHandle, about: Box, movie: boolean): Promise<void> {
  for (const box of await children(file, about)) {
    if (movie && box.type === "trak") {
      await clearMeasurements(file, box);
      await clearAbout(file, box, false);
    } else if (box.type === "udta") await clearUserData(file, box);
    else if (box.type === "meta") await clearMeta(file, box);
    else if (box.type === "uuid" && (await uuidOf(file, box)) !== panorama) await free(file, box);
  }
}

async function uuidOf(file: FileHandle, { body }: Box): Promise<string> {
  return (await bytesAt(file, body, 16)).toString("hex");
}

async function clearUserData(file: FileHandle, userData: Box): Promise<void> {
  for (const box of await children(file, userData)) {
    if (box.type === "meta") await clearMeta(file, box);
    else await free(file, box);
  }
}

/** Of metadata only tags as music has them stay; a place has none of them. */
async function clearMeta(file: FileHandle, meta: Box): Promise<void> {
  // QuickTime's has no version before its boxes.
  const plain = (await bytesAt(file, meta.body + 4, 4)).toString("latin1") === "hdlr";
  const parts = await children(file, meta, plain ? 0 : 4);
  const handler = parts.find(({ type }) => type === "hdlr");
  const tags = handler && (await bytesAt(file, handler.body + 8, 4)).toString("latin1") === "mdir";
  if (!tags) return free(file, meta);
  for (const list of parts.filter(({ type }) => type === "ilst")) {
    for (const tag of await children(file, list)) if (tag.type === "\xa9xyz") await free(file, tag);
  }
}

/** The bytes of a track that is neither sound nor picture but measurements, such as where a camera flew. */
async function clearMeasurements(file: FileHandle, track: Box): Promise<void> {
  const media = (await children(file, track)).find(({ type }) => type === "mdia");
  const parts = media ? await children(file, media) : [];
  const handler = parts.find(({ type }) => type === "hdlr");
  if (!handler || (await bytesAt(file, handler.body + 8, 4)).toString("latin1") !== "meta") return;
  const information = parts.find(({ type }) => type === "minf");
  const tables = information && (await children(file, information)).find(({ type }) => type === "stbl");
  if (!tables) return;
  const table = new Map((await children(file, tables)).map((box) => [box.type, box]));
  const chunks = await chunkOffsets(file, table);
  const counts = await samplesPerChunk(file, table.get("stsc"), chunks.length);
  const sizeOf = await sampleSizes(file, table.get("stsz"));
  const { size } = await file.stat();
  let sample = 0;
  for (const [index, at] of chunks.entries()) {
    let length = 0;
    for (let one = 0; one < (counts[index] ?? 0) && sample < maxSamples; one++) length += sizeOf(sample++);
    if (length > 0 && at + length <= size) await blank(file, { at, length });
  }
}

type Table = Map<string, Box>;

async function chunkOffsets(file: FileHandle, table: Table): Promise<number[]> {
  const long = table.get("co64");
  const box = long ?? table.get("stco");
  if (!box) return [];
  const { rows, count } = await rowsOf(file, box, long ? 8 : 4, 4);
  const at = (index: number) => (long ? Number(rows.readBigUInt64BE(index * 8)) : rows.readUInt32BE(index * 4));
  return Array.from({ length: count }, (_, index) => at(index));
}

/** Told by runs: from which chunk on, how many samples each. */
async function samplesPerChunk(file: FileHandle, box: Box | undefined, chunks: number): Promise<number[]> {
  if (!box) return [];
  const { rows, count } = await rowsOf(file, box, 12, 4);
  const runs = Array.from({ length: count }, (_, index) => ({
    from: rows.readUInt32BE(index * 12) - 1,
    samples: Math.min(rows.readUInt32BE(index * 12 + 4), maxSamples),
  }));
  return Array.from({ length: chunks }, (_, chunk) => runs.findLast(({ from }) => from <= chunk)?.samples ?? 0);
}

async function sampleSizes(file: FileHandle, box: Box | undefined): Promise<(sample: number) => number> {
  if (!box) return () => 0;
  const same = (await bytesAt(file, box.body + 4, 4)).readUInt32BE(0);
  if (same > 0) return () => same;
  const { rows, count } = await rowsOf(file, box, 4, 8);
  return (sample) => (sample < count ? rows.readUInt32BE(sample * 4) : 0);
}

/** The rows of a table, whose number stands `countAt` bytes into it, and as many as are really there. */
async function rowsOf(file: FileHandle, box: Box, rowBytes: number, countAt: number) {
  const start = box.body + countAt + 4;
  const said = (await bytesAt(file, box.body + countAt, 4)).readUInt32BE(0);
  const count = Math.max(0, Math.min(said, maxSamples, Math.floor((box.end - start) / rowBytes)));
  return { count, rows: await bytesAt(file, start, count * rowBytes) };
}
