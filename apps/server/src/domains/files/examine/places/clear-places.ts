import { open } from "node:fs/promises";
import { clearFilm } from "./films.ts";
import { clearHeif } from "./heif.ts";
import { clearMatroska } from "./matroska.ts";
import { clearTiff } from "./tiff.ts";

/**
 * Takes out of a file where it was recorded, without writing the rest of it anew: zeros over what says so. Repeating it
 * changes nothing. Files that make no sense stay as they are from there on. Source: docs/adr/0026-places-in-files.md
 */
export async function clearPlaces(path: string, mediaType: string): Promise<void> {
  const clear = clearerOf(mediaType);
  if (!clear) return;
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    await clear(file, size);
    await file.sync();
  } finally {
    await file.close();
  }
}

function clearerOf(mediaType: string): typeof clearFilm | null {
  if (/^image\/hei[cf](-sequence)?$/.test(mediaType)) return clearHeif;
  if (/^(image\/(tiff|x-(adobe-dng|canon-cr2|nikon-nef|sony-arw)))$/.test(mediaType)) {
    return (file, size) => clearTiff(file, { at: 0, length: size });
  }
  if (/^(video|audio)\/.*(webm|matroska)/.test(mediaType)) return clearMatroska;
  return /^(video|audio)\/(mp4|quicktime|x-m4[av]|3gpp2?)$/.test(mediaType) ? clearFilm : null;
}
