import { join } from "node:path";
import { limits } from "@qunxin/protocol";
import sharp, { type Metadata, type Sharp } from "sharp";
import type { Finding } from "./finding.ts";
import { hashed } from "./hash.ts";

const displayPixels = 2_560;
const thumbPixels = 480;
const blurPixels = 16;
const blurMaxChars = 400;
/** What any viewer would still show is shown. */
const failOn = "error";
const reading = { failOn, limitInputPixels: limits.imagePixels } as const;

/** Formats every browser shows; other pictures go as files. */
export const pictureTypes: Record<string, "jpeg" | "png" | "webp" | "gif" | "avif"> = {
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/apng": "png",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
};

// One picture at a time, nothing remembered: this process is to stay small.
sharp.concurrency(1);
sharp.cache(false);

/** More pixels than allowed, whatever its size in bytes. */
export class TooManyPixels extends Error {}

/**
 * Draws a picture anew: upright, without metadata and whatever else may hide in such a file; smaller for the screen
 * and for lists; and as a few bytes to show until it comes. What moves keeps moving.
 * @throws TooManyPixels, or sharp's error when the picture cannot be read
 */
export async function drawPictures(path: string, mediaType: string, workDir: string): Promise<Finding> {
  const format = pictureTypes[mediaType] ?? "webp";
  const about = await sharp(path, { failOn, limitInputPixels: false }).metadata();
  const { width, height, pages } = uprightSize(about);
  if (width * height * pages > limits.imagePixels) throw new TooManyPixels();
  const moving = pages > 1;
  const original = join(workDir, "original");
  await encoded(sharp(path, { ...reading, animated: moving }).autoOrient(), format, about).toFile(original);
  // Each is drawn from the one before: turning and unpacking a large picture once is dear enough. A moving picture of
  // fitting size is shown as it is.
  const fits = moving && Math.max(width, height) <= displayPixels;
  const display = fits ? original : await smaller(original, join(workDir, "display"), displayPixels, moving);
  const thumb = await smaller(display, join(workDir, "thumb"), thumbPixels, moving);
  return {
    mediaType: `image/${format}`,
    kind: "image",
    preview: "image",
    width,
    height,
    blur: await blurOf(thumb),
    durationMs: null,
    variants: [
      await hashed("original", original, `image/${format}`),
      await hashed("display", display, fits ? `image/${format}` : "image/webp"),
      await hashed("thumb", thumb, "image/webp"),
    ],
  };
}

/**
 * Draws a TIFF for the screen and for lists, which no browser would; the file itself stays as it came. Null for one of
 * several pages: that is a document.
 * @throws TooManyPixels, or sharp's error when the picture cannot be read
 */
export async function drawTiff(path: string, workDir: string): Promise<Finding | null> {
  const { pages = 1 } = await sharp(path, { failOn, limitInputPixels: false }).metadata();
  if (pages > 1) return null;
  const drawn = await drawPictures(path, "image/tiff", workDir);
  const smallerOnes = drawn.variants.filter(({ variant }) => variant !== "original");
  return {
    ...drawn,
    mediaType: "image/tiff",
    variants: [await hashed("original", path, "image/tiff"), ...smallerOnes],
  };
}

/** Size as it will be seen, after turning; `pages`: pictures that follow each other. */
function uprightSize({ width, height, pageHeight, pages = 1, orientation = 1 }: Metadata) {
  const tall = pageHeight ?? height;
  return orientation >= 5 ? { width: tall, height: width, pages } : { width, height: tall, pages };
}

/** The original's format, at a quality nobody tells from it. */
function encoded(picture: Sharp, format: (typeof pictureTypes)[string], about: Metadata): Sharp {
  switch (format) {
    case "jpeg":
      return picture.jpeg({ quality: 90, chromaSubsampling: about.chromaSubsampling === "4:4:4" ? "4:4:4" : "4:2:0" });
    case "png":
      return picture.png({ compressionLevel: 6 });
    case "gif":
      return picture.gif({ effort: 1 });
    case "avif":
      return picture.avif({ quality: 75, effort: 2 });
    default:
      return picture.webp({ quality: 92, effort: 3 });
  }
}

async function smaller(from: string, to: string, pixels: number, moving: boolean): Promise<string> {
  await sharp(from, { ...reading, animated: moving })
    .resize({ width: pixels, height: pixels, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80, effort: moving ? 0 : 3 })
    .toFile(to);
  return to;
}

async function blurOf(thumb: string): Promise<string | null> {
  const bytes = await sharp(thumb, reading)
    .resize({ width: blurPixels, height: blurPixels, fit: "inside" })
    .webp({ quality: 20, alphaQuality: 20, effort: 4 })
    .toBuffer();
  const url = `data:image/webp;base64,${bytes.toString("base64")}`;
  return url.length <= blurMaxChars ? url : null;
}
