import { type ErrorCode, type FileKind, fail, limits, type Policy } from "@qunxin/protocol";

type FilePolicy = Policy["files"];

/** Room that uploads leave on the disk for everything else. */
export const reservedBytes = 256 * 1024 * 1024;

/**
 * Judges an upload by what is announced, before a byte of it comes.
 * @throws files/too_large, files/type_not_allowed, files/too_many_uploads, files/disk_full
 */
export function judgeUpload(
  policy: FilePolicy,
  upload: { name: string; size: number },
  now: { unfinished: number; freeBytes: number },
): void {
  if (upload.size > policy.maxBytes) fail("files/too_large", { maxBytes: policy.maxBytes });
  const blocked = policy.blockedExtensions.map((ending) => ending.toLowerCase().replace(/^\./, ""));
  if (blocked.includes(extensionOf(upload.name))) fail("files/type_not_allowed");
  if (now.unfinished >= limits.uploadsPerPerson) fail("files/too_many_uploads", { max: limits.uploadsPerPerson });
  if (now.freeBytes < upload.size + reservedBytes) fail("files/disk_full");
}

/** Why a file is refused once its bytes have said what it is; null when it is not. An avatar must be a picture. */
export function refusalOf(
  policy: FilePolicy,
  purpose: string,
  found: { mediaType: string; kind: FileKind },
): ErrorCode | null {
  const patterns = policy.allowedTypes;
  const allowed = patterns.length === 0 || patterns.some((pattern) => matches(pattern, found.mediaType));
  if (!allowed || (purpose === "avatar" && found.kind !== "image")) return "files/type_not_allowed";
  return null;
}

function matches(pattern: string, mediaType: string): boolean {
  return pattern.endsWith("/*") ? mediaType.startsWith(pattern.slice(0, -1)) : pattern === mediaType;
}

/**
 * A name that is only a name: without folders, control characters and marks that make "gpj.exe" read as "exe.jpg".
 * Null when nothing is left.
 */
export function cleanName(given: string): string | null {
  const name = (given.split(/[/\\]/).at(-1) ?? "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .trim();
  if (name === "" || /^\.+$/.test(name)) return null;
  return shortened(name.toWellFormed());
}

/** The ending stays: it says what to open the file with. */
function shortened(name: string): string {
  if (name.length <= limits.fileNameChars) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  return `${name.slice(0, limits.fileNameChars - ending.length).toWellFormed()}${ending}`;
}

function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/**
 * How a browser gets the bytes. Only what cannot run anything is shown in place: pictures we have drawn ourselves,
 * sound, film, PDF and plain text. Everything else is an attachment without a type that means something.
 */
export function delivery(mediaType: string): { contentType: string; inline: boolean } {
  if (/^image\/(jpeg|png|webp|gif|avif)$/.test(mediaType)) return { contentType: mediaType, inline: true };
  if (/^(audio|video)\/[a-z0-9.+-]+$/.test(mediaType)) return { contentType: mediaType, inline: true };
  if (mediaType === "application/pdf") return { contentType: mediaType, inline: true };
  if (mediaType === "text/plain") return { contentType: "text/plain; charset=utf-8", inline: true };
  return { contentType: "application/octet-stream", inline: false };
}
