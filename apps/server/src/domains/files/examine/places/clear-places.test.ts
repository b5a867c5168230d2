import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { examine } from "../examine.ts";
import { sniff } from "../sniff.ts";
import { clearPlaces } from "./clear-places.ts";

const workDir = mkdtempSync(join(tmpdir(), "qunxin-places-"));
const path = join(workDir, "file");
const place = "+31.2335+121.5055/";

afterAll(() => rmSync(workDir, { recursive: true }));

/** What becomes of a file, as its type is told by its bytes; latin1, so that every byte is a character. */
async function cleared(bytes: Buffer): Promise<string> {
  writeFileSync(path, bytes);
  await clearPlaces(path, await sniff(path));
  const after = readFileSync(path);
  expect(after.length).toBe(bytes.length);
  await clearPlaces(path, await sniff(path));
  expect(readFileSync(path).equals(after)).toBe(true);
  return after.toString("latin1");
}

function bytesOf(...parts: (string | number | Buffer)[]): Buffer {
  const four = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const one = (part: string | number | Buffer) => {
    if (typeof part === "number") return four(part);
    return Buffer.isBuffer(part) ? part : Buffer.from(part, "latin1");
  };
  return Buffer.concat(parts.map(one));
}

function box(type: string, ...parts: (string | number | Buffer)[]): Buffer {
  const body = bytesOf(...parts);
  return bytesOf(8 + body.length, type, body);
}

const handler = (kind: string) => box("hdlr", 0, 0, kind, Buffer.alloc(13));
const xmp = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
const panorama = Buffer.from("ffcc8263f8554a938814587a02521fdd", "hex");
const keyName = "com.apple.quicktime.location.ISO6709";
const keyed = (withVersion: boolean) =>
  box(
    "meta",
    ...(withVersion ? [0] : []),
    handler("mdta"),
    box("keys", 0, 1, box("mdta", keyName)),
    box("ilst", 8 + 16 + place.length, 1, box("data", 1, 0, place)),
  );
const music = box(
  "meta",
  0,
  handler("mdir"),
  box("ilst", box("\xa9nam", box("data", 1, 0, "Title")), box("\xa9xyz", box("data", 1, 0, place))),
);

/** A film whose sound, pictures and measurements lie in one box of data, as cameras write it. */
function film(brand: string): Buffer {
  const head = box("ftyp", brand, 512, brand);
  const data = box("mdat", "PICTURE1", place, "PICTURE2", "MORE");
  const at = head.length + 8;
  const tables = box(
    "stbl",
    box("stco", 0, 2, at + 8, at + 8 + place.length + 8),
    box("stsc", 0, 2, 1, 1, 1, 2, 2, 1),
    box("stsz", 0, 0, 3, place.length, 2, 2),
  );
  const track = (kind: string, ...more: Buffer[]) =>
    box("trak", box("tkhd", Buffer.alloc(84)), box("mdia", handler(kind), box("minf", tables)), ...more);
  const moov = box(
    "moov",
    box("mvhd", Buffer.alloc(100)),
    track("vide", box("uuid", panorama, "SPHERE"), keyed(true)),
    track("meta"),
    box("udta", box("\xa9xyz", "\0\x12\x15\xc7", place), box("loci", 0, `\x15\xc7${place}\0`), music),
    keyed(false),
  );
  return bytesOf(head, data, moov, box("uuid", xmp, `<x:xmpmeta exif:GPSLatitude="${place}"/>`));
}

test.each(["qt  ", "isom", "M4V ", "3gp5"])(
  "no place is left in a film of the brand %j, all else plays",
  async (brand) => {
    const bytes = film(brand);
    expect(bytes.toString("latin1").split(place)).toHaveLength(8);
    const after = await cleared(bytes);
    expect(after).not.toContain("31.2335");
    for (const kept of ["PICTURE1", "PICTURE2", "SPHERE", "Title", "vide", "stco"]) expect(after).toContain(kept);
    // Of the track of measurements the samples are gone as well, and nothing beside them.
    expect(after).toContain(`PICTURE1${"\0".repeat(place.length)}PICTURE2${"\0".repeat(4)}`);
  },
);

test("the tags of a WebM go, recorded live or not; sound and pictures stay where they are", async () => {
  const ebml = Buffer.from("1a45dfa3874282847765626d", "hex");
  const element = (id: string, body: Buffer) =>
    bytesOf(Buffer.from(id, "hex"), Buffer.from([0x80 | body.length]), body);
  const tags = element("1254c367", Buffer.from(`LOCATION ${place}`));
  const block = element("a3", Buffer.from("PICTURE"));
  const live = (id: string) => Buffer.from(`${id}01ffffffffffffff`, "hex");
  for (const cluster of [bytesOf(live("1f43b675"), block, block), element("1f43b675", block)]) {
    const bytes = bytesOf(ebml, live("18538067"), tags, cluster, tags);
    const after = await cleared(bytes);
    expect(after).not.toContain("31.2335");
    expect(after.indexOf("PICTURE")).toBe(bytes.toString("latin1").indexOf("PICTURE"));
  }
});

const photo = () => sharp({ create: { width: 64, height: 48, channels: 3, background: "teal" } });
const gps = { GPSLatitudeRef: "N", GPSLatitude: "31/1 14/1 60001/10007", GPSLongitude: "121/1 30/1 1983/100" };
const gpsBytes = bytesOf(60001, 10007);
/** As EXIF is little-endian there. */
const turned = (bytes: Buffer) => Buffer.from(bytes).swap32();

test("a HEIC keeps its EXIF but not the place in it, and no XMP", async () => {
  const avif = await photo()
    .withExif({ IFD0: { Make: "CAMERA" }, IFD3: gps })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><p lat="${place}"/></x:xmpmeta>`)
    .avif()
    .toBuffer();
  // Same boxes; what is compressed in them differs, and of that nothing is read.
  const heic = Buffer.from(avif.toString("latin1").replaceAll("avif", "heic"), "latin1");
  expect(heic.includes(gpsBytes) || heic.includes(turned(gpsBytes))).toBe(true);
  expect(heic.includes("31.2335")).toBe(true);
  const after = Buffer.from(await cleared(heic), "latin1");
  expect(after.includes(gpsBytes) || after.includes(turned(gpsBytes))).toBe(false);
  expect(after.includes("31.2335")).toBe(false);
  expect(after.includes("CAMERA")).toBe(true);
  expect(after.length - after.indexOf("mdat")).toBe(heic.length - heic.indexOf("mdat"));
});

/** A TIFF that says where it was taken: its first directory replaced by one with a pointer to GPS. */
function placed(tiff: Buffer): Buffer {
  const from = tiff.readUInt32LE(4);
  const count = tiff.readUInt16LE(from);
  const entry = (tag: number, type: number, length: number, value: number) => {
    const row = Buffer.alloc(12);
    row.writeUInt16LE(tag, 0);
    row.writeUInt16LE(type, 2);
    row.writeUInt32LE(length, 4);
    row.writeUInt32LE(value, 8);
    return row;
  };
  const start = tiff.length + (tiff.length % 2);
  const gpsAt = start + 2 + (count + 1) * 12 + 4;
  const rows = Array.from({ length: count }, (_, i) => tiff.subarray(from + 2 + i * 12, from + 14 + i * 12));
  rows.push(entry(0x8825, 4, 1, gpsAt));
  rows.sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const two = (value: number) => Buffer.from([value & 255, value >> 8]);
  const directory = bytesOf(two(count + 1), ...rows, 0);
  const gpsDirectory = bytesOf(two(1), entry(2, 5, 1, gpsAt + 18), 0);
  const whole = bytesOf(tiff, Buffer.alloc(tiff.length % 2), directory, gpsDirectory, turned(gpsBytes));
  whole.writeUInt32LE(start, 4);
  return whole;
}

test("a TIFF loses its place and is shown as a picture; too large a one goes as a file", async () => {
  const bytes = placed(
    await photo().withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><p lat="${place}"/></x:xmpmeta>`).tiff().toBuffer(),
  );
  expect(bytes.includes(turned(gpsBytes))).toBe(true);
  expect(bytes.includes("31.2335")).toBe(true);
  writeFileSync(path, bytes);
  const task = { path, workDir, imageMaxBytes: 2 ** 20, videoMaxBytes: 1, videoMaxSeconds: 1 };
  const outcome = await examine(task);
  expect(outcome).toMatchObject({ finding: { mediaType: "image/tiff", kind: "image", width: 64, height: 48 } });
  const { variants } = (outcome as Extract<typeof outcome, { finding: unknown }>).finding;
  expect(variants.map(({ variant, mediaType }) => `${variant} ${mediaType}`)).toEqual([
    "original image/tiff",
    "display image/webp",
    "thumb image/webp",
  ]);
  const kept = readFileSync(variants[0]?.path ?? "");
  expect(kept.includes(turned(gpsBytes))).toBe(false);
  expect(kept.includes("31.2335")).toBe(false);
  // The dots are the same, read by another program's eyes.
  const dots = (of: Buffer) => sharp(of).raw().toBuffer();
  expect((await dots(kept)).equals(await dots(bytes))).toBe(true);
  expect(await examine({ ...task, imageMaxBytes: 10 })).toMatchObject({ finding: { kind: "file", preview: null } });
});

test("whatever the bytes, clearing ends, and the file keeps its size", async () => {
  const seeds = [film("isom"), placed(await photo().tiff().toBuffer())];
  const change = fc.record({ seed: fc.nat(1), at: fc.nat(3_000), byte: fc.nat(255), cut: fc.nat(3_000) });
  await fc.assert(
    fc.asyncProperty(change, async ({ seed, at, byte, cut }) => {
      const bytes = Buffer.from(seeds[seed] ?? "").subarray(0, -cut || undefined);
      if (at < bytes.length) bytes[at] = byte;
      writeFileSync(path, bytes);
      await clearPlaces(path, seed === 0 ? "video/mp4" : "image/tiff");
      expect(readFileSync(path)).toHaveLength(bytes.length);
    }),
    { numRuns: 200 },
  );
});
