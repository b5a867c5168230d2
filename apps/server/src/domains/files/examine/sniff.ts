import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";

const sampleBytes = 64 * 1024;

/** The media type told by the bytes; `application/octet-stream` when they tell nothing. */
export async function sniff(path: string): Promise<string> {
  const type = (await fileTypeFromFile(path))?.mime ?? (await textType(path));
  // file-type adds parameters to some names ("audio/ogg; codecs=opus").
  return type.split(";")[0]?.trim() ?? type;
}

/** Text is what reads as UTF-8 without control characters; markup that a browser would run is named as such. */
async function textType(path: string): Promise<string> {
  const sample = await firstBytes(path);
  if (sample.length === 0 || !isText(sample)) return "application/octet-stream";
  const start = sample
    .toString("utf8", 0, 1024)
    .replace(/^\uFEFF/, "")
    .trimStart()
    .toLowerCase();
  if (/^<\?xml|^<svg/.test(start)) return "application/xml";
  return /^<(!|[a-z])/.test(start) ? "text/html" : "text/plain";
}

function isText(sample: Buffer): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells other data from text
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(sample.toString("latin1"))) return false;
  try {
    // `stream`: the sample may end within a character.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
