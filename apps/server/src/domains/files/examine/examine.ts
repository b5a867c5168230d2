import { stat } from "node:fs/promises";
import type { FileKind, FileMeta } from "@qunxin/protocol";
import type { Finding, Outcome, Task } from "./finding.ts";
import { hashed } from "./hash.ts";
import { drawPictures, drawTiff, pictureTypes, TooManyPixels } from "./pictures.ts";
import { clearPlaces } from "./places/clear-places.ts";
import { sniff } from "./sniff.ts";
import { readTracks } from "./tracks.ts";

/** Tells what a file is by its bytes, and makes of it what readers will ask for. */
export async function examine(task: Task): Promise<Outcome> {
  const mediaType = await sniff(task.path);
  const { size } = await stat(task.path);
  if (!(mediaType in pictureTypes)) {
    await clearPlaces(task.path, mediaType);
    const tiff = mediaType === "image/tiff" && size <= task.imageMaxBytes ? await tiffOf(task) : null;
    return { finding: tiff ?? (await examineOther(task, mediaType, size)) };
  }
  if (size > task.imageMaxBytes) return { refusal: "files/image_too_large" };
  try {
    return { finding: await drawPictures(task.path, mediaType, task.workDir) };
  } catch (error) {
    return { refusal: error instanceof TooManyPixels ? "files/image_too_large" : "files/image_unreadable" };
  }
}

/** One that cannot be drawn goes as a file. */
function tiffOf({ path, workDir }: Task): Promise<Finding | null> {
  return drawTiff(path, workDir).catch(() => null);
}

async function examineOther(task: Task, sniffed: string, size: number) {
  const { mediaType, kind, durationMs } = await examineMedia(task, sniffed, size);
  return {
    mediaType,
    kind,
    preview: previewOf(mediaType),
    width: null,
    height: null,
    blur: null,
    durationMs,
    variants: [await hashed("original", task.path, mediaType)],
  };
}

interface Media {
  mediaType: string;
  kind: FileKind;
  durationMs: number | null;
}

/** Sound, film, or neither; a film larger or longer than allowed is sent as a file like any other. */
async function examineMedia(task: Task, sniffed: string, size: number): Promise<Media> {
  if (!/^(audio|video)\//.test(sniffed)) return { mediaType: sniffed, kind: "file", durationMs: null };
  if (!/mp4|m4[av]|quicktime|webm|matroska|3gpp/.test(sniffed)) {
    return { mediaType: sniffed, kind: sniffed.startsWith("audio/") ? "audio" : "file", durationMs: null };
  }
  const { video, durationMs } = await readTracks(task.path, sniffed);
  if (!video) return { mediaType: sniffed.includes("webm") ? "audio/webm" : "audio/mp4", kind: "audio", durationMs };
  const fits = size <= task.videoMaxBytes && (durationMs ?? 0) <= task.videoMaxSeconds * 1000;
  return { mediaType: sniffed, kind: fits ? "video" : "file", durationMs };
}

function previewOf(mediaType: string): FileMeta["preview"] {
  if (mediaType === "application/pdf") return "pdf";
  if (/^text\/|^application\/xml$/.test(mediaType)) return "text";
  if (/^audio\/(mpeg|mp4|x-m4a|aac|ogg|opus|wav|webm|flac)$/.test(mediaType)) return "audio";
  return /^video\/(mp4|webm|quicktime|x-m4v)$/.test(mediaType) ? "video" : null;
}
