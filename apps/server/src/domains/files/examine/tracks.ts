import { type FileHandle, open } from "node:fs/promises";

const moovMaxBytes = 16 * 1024 * 1024;
const sampleBytes = 64 * 1024;

/** Whether a media file that could hold pictures holds any, and how long it is; null where the bytes do not say. */
export interface Tracks {
  readonly video: boolean;
  readonly durationMs: number | null;
}

/** Looks into MP4, QuickTime and WebM, whose names are the same for a film and for a voice note. */
export async function readTracks(path: string, mediaType: string): Promise<Tracks> {
  const handle = await open(path);
  try {
    if (/webm|matroska/.test(mediaType)) return webmTracks(await bytesAt(handle, 0, sampleBytes));
    const moov = await findMoov(handle);
    return moov ? moovTracks(moov) : { video: mediaType.startsWith("video/"), durationMs: null };
  } finally {
    await handle.close();
  }
}

/** Codec names stand as text in the header of a WebM file: V_VP9, A_OPUS. */
function webmTracks(head: Buffer): Tracks {
  const text = head.toString("latin1");
  return { video: /V_(VP|AV1|MPEG|THEORA)/.test(text) || !/A_(OPUS|VORBIS|AAC|PCM|FLAC)/.test(text), durationMs: null };
}

/** The movie box, wherever it stands among the boxes of the file. */
async function findMoov(handle: FileHandle): Promise<Buffer | null> {
  const { size } = await handle.stat();
  for (let at = 0, boxes = 0; at + 8 <= size && boxes < 10_000; boxes++) {
    const head = await bytesAt(handle, at, 16);
    const short = head.readUInt32BE(0);
    const length = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short || size - at;
    if (length < 8) return null;
    if (head.toString("latin1", 4, 8) === "moov") {
      return length > moovMaxBytes ? null : bytesAt(handle, at, Math.min(length, size - at));
    }
    at += length;
  }
  return null;
}

function moovTracks(moov: Buffer): Tracks {
  let video = false;
  for (let at = moov.indexOf("hdlr"); at >= 0; at = moov.indexOf("hdlr", at + 4)) {
    if (moov.toString("latin1", at + 12, at + 16) === "vide") video = true;
  }
  return { video, durationMs: movieDuration(moov) };
}

/** From the movie header: units a second and units in all, in a short or a long form. */
function movieDuration(moov: Buffer): number | null {
  const at = moov.indexOf("mvhd") + 4;
  if (at < 4 || at + 32 > moov.length) return null;
  const long = moov[at] === 1;
  const scale = moov.readUInt32BE(at + (long ? 20 : 12));
  const units = long ? Number(moov.readBigUInt64BE(at + 24)) : moov.readUInt32BE(at + 16);
  const unknown = scale === 0 || units === 0 || units >= 0xffffffff;
  return unknown ? null : Math.round((units / scale) * 1000);
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
