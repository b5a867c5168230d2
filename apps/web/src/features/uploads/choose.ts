import { newKey } from "@qunxin/client";
import type { OutgoingFile, OutgoingKind } from "./outgoing.ts";
import { type FilmSeen, filmSeen, pictureSeen, videoMaxBytes, videoMaxMs } from "./probe.ts";

/** The file where the browser let it be opened again, as it does after dropping. */
export type Handles = ReadonlyMap<File, FileSystemFileHandle>;

/** Files as they were chosen, with what this browser can see of them: pictures, films, and files. */
export function chosenFiles(files: readonly File[], handles: Handles = new Map()): Promise<OutgoingFile[]> {
  return Promise.all(files.map((file) => chosenFile(file, handles.get(file) ?? null)));
}

/** A picture is shown in the bubble only in formats that every browser draws. */
const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

async function chosenFile(file: File, handle: FileSystemFileHandle | null): Promise<OutgoingFile> {
  const plain = outgoingFile(file, { kind: "file", name: file.name || "file", handle });
  if (pictures.test(file.type)) {
    const seen = await pictureSeen(file);
    return seen ? { ...plain, ...seen, kind: "image", url: URL.createObjectURL(file) } : plain;
  }
  if (!file.type.startsWith("video/") || file.size > videoMaxBytes) return plain;
  const url = URL.createObjectURL(file);
  const film = await filmSeen(url);
  if (film && film.durationMs <= videoMaxMs) return { ...plain, ...film, kind: "video", url };
  URL.revokeObjectURL(url);
  return plain;
}

export interface Known {
  readonly kind: OutgoingKind;
  readonly name: string;
  readonly handle?: FileSystemFileHandle | null;
  readonly film?: FilmSeen;
  readonly durationMs?: number;
  readonly waveform?: readonly number[];
}

/** A file on its way, from its bytes and what is known of it. */
export function outgoingFile(blob: Blob, { kind, name, handle, film, durationMs, waveform }: Known): OutgoingFile {
  return {
    key: newKey(),
    kind,
    name,
    size: blob.size,
    lastModified: blob instanceof File ? blob.lastModified : 0,
    blob,
    handle: handle ?? null,
    url: kind === "file" ? null : URL.createObjectURL(blob),
    width: film?.width ?? null,
    height: film?.height ?? null,
    durationMs: durationMs ?? film?.durationMs ?? null,
    waveform: waveform ?? null,
    poster: film?.poster ?? null,
    state: "waiting",
    sent: 0,
    error: null,
    uploadUrl: null,
    meta: null,
    posterFileId: null,
  };
}

/** A picture that was pasted has no name of its own. */
export function named(file: File, index: number): File {
  if (file.name && !/^image\.\w+$/.test(file.name)) return file;
  const ending = /\/(\w+)/.exec(file.type)?.[1] ?? "png";
  const stamp = new Date().toLocaleString("sv").replace(/[- :]/gu, "");
  return new File([file], `${stamp}-${index + 1}.${ending}`, { type: file.type });
}
