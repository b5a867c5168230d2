import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Metadata } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { type Door, readOwn, upload } from "./files.testing.ts";

let server: TestServer;
let wei: Door;
const webDir = mkdtempSync(join(tmpdir(), "qunxin-web-"));

beforeAll(async () => {
  // With the web client beside it, whose own policy must not replace that of files.
  writeFileSync(join(webDir, "index.html"), "<!doctype html>");
  server = await startTestServer({ webDir });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
});

afterAll(async () => {
  await server.close();
  rmSync(webDir, { recursive: true });
});

const pixels = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

/** Where the picture was taken and with what, as a telephone writes it. */
const taken = {
  IFD0: { Make: "SecretCamera" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "31/1 13/1 49/1", GPSLongitudeRef: "E", GPSLongitude: "121/1 28/1 25/1" },
};

async function fetched(id: string, variant: string): Promise<{ bytes: Buffer; about: Metadata; type: string }> {
  const response = await readOwn(wei, id, variant);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { bytes, about: await sharp(bytes).metadata(), type: response.headers.get("content-type") ?? "" };
}

test.each(["jpeg", "png", "webp"] as const)(
  "a %s picture is turned upright, and where it was taken is gone from every variant, the original too",
  async (format) => {
    // Left half green, right half red; turned by a quarter, green is at the top.
    const green = await sharp({ create: { width: 1500, height: 1000, channels: 3, background: "#00ff00" } })
      .png()
      .toBuffer();
    const bytes = await pixels(3000, 1000)
      .composite([{ input: green, left: 0, top: 0 }])
      .toFormat(format)
      .withExif(taken)
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(bytes.includes("SecretCamera")).toBe(true);
    expect((await sharp(bytes).metadata()).orientation).toBe(6);
    const { id, meta } = await upload(wei, `photo.${format}`, bytes);
    expect(meta).toMatchObject({ kind: "image", mediaType: `image/${format}`, width: 1000, height: 3000 });
    expect(meta?.blur).toMatch(/^data:image\/webp;base64,/);
    expect(meta?.blur?.length).toBeLessThanOrEqual(400);
    const sizes = { original: [1000, 3000], display: [853, 2560], thumb: [160, 480] };
    for (const [variant, size] of Object.entries(sizes)) {
      const { about, bytes: got, type } = await fetched(id, variant);
      expect([about.width, about.height], variant).toEqual(size);
      expect(type).toBe(variant === "original" ? `image/${format}` : "image/webp");
      expect({ ...about, exif: about.exif, xmp: about.xmp, iptc: about.iptc }).toMatchObject({
        exif: undefined,
        xmp: undefined,
        iptc: undefined,
      });
      expect(about.orientation ?? 1).toBe(1);
      expect(got.includes("SecretCamera"), variant).toBe(false);
      const top = await sharp(got).extract({ left: 5, top: 5, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
      expect(
        [top[0] ?? 0, top[1] ?? 0].map((value) => value > 128),
        variant,
      ).toEqual([false, true]);
    }
  },
);

test.each(["gif", "webp"] as const)("a moving %s keeps moving in every size", async (format) => {
  const frames = await Promise.all(
    ["red", "green", "blue"].map((background) =>
      sharp({ create: { width: 600, height: 300, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const moving = await sharp(frames, { join: { animated: true } })
    .toFormat(format, { delay: [100, 200, 300] })
    .toBuffer();
  const { id, meta } = await upload(wei, `moving.${format}`, moving);
  expect(meta).toMatchObject({ kind: "image", mediaType: `image/${format}`, width: 600, height: 300 });
  for (const variant of ["original", "display", "thumb"]) {
    const { about } = await fetched(id, variant);
    expect([about.pages, about.delay], variant).toEqual([3, [100, 200, 300]]);
  }
});

test("a picture of more pixels than anybody looks at is refused, however few its bytes, and the server goes on", async () => {
  const bomb = grayPng(20_000, 20_000);
  expect(bomb.length).toBeLessThan(100_000);
  expect(await upload(wei, "bomb.png", bomb)).toMatchObject({ state: "refused", refusal: "files/image_too_large" });
  const liar = grayPng(60_000, 60_000, 10);
  expect(await upload(wei, "liar.png", liar)).toMatchObject({ state: "refused", refusal: "files/image_too_large" });
  const broken = (await pixels(500, 500).jpeg().toBuffer()).subarray(0, 300);
  expect(await upload(wei, "broken.jpg", broken)).toMatchObject({
    state: "refused",
    refusal: "files/image_unreadable",
  });
  expect((await upload(wei, "fine.png", await pixels(10, 10).png().toBuffer())).state).toBe("ready");
});

test("a file is what its bytes say, whatever it is called", async () => {
  const png = await pixels(20, 10).png().toBuffer();
  expect((await upload(wei, "report.pdf", png)).meta).toMatchObject({ kind: "image", mediaType: "image/png" });
  const exe = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]);
  const { id, meta } = await upload(wei, "photo.jpg", exe);
  expect(meta).toMatchObject({ kind: "file", mediaType: "application/x-msdownload", preview: null });
  const { headers } = await readOwn(wei, id);
  expect(headers.get("content-type")).toBe("application/octet-stream");
  expect(headers.get("content-disposition")).toMatch(/^attachment; /);
  const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
  expect((await upload(wei, "a.png", pdf)).meta).toMatchObject({ mediaType: "application/pdf", preview: "pdf" });
  expect((await upload(wei, "empty.txt", Buffer.alloc(0))).meta).toMatchObject({
    size: 0,
    kind: "file",
    preview: null,
  });
});

const script = "<script>alert(document.cookie)</script>";

test.each([
  ["page.html", `<!doctype html><html>${script}</html>`],
  ["fragment.txt", `\uFEFF  <div>${script}</div>`],
  ["picture.svg", `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
  ["data.xml", `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>`],
])("%s is never shown in place and cannot run, whoever opens it", async (name, text) => {
  const { id, meta } = await upload(wei, name, Buffer.from(text));
  expect(meta).toMatchObject({ kind: "file", preview: "text" });
  const { headers } = await readOwn(wei, id);
  expect(headers.get("content-type")).toBe("application/octet-stream");
  expect(headers.get("content-disposition")).toMatch(/^attachment; /);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
});

test("a picture that is a page as well is only a picture afterwards, in every variant", async () => {
  const gif = await pixels(40, 40).gif().toBuffer();
  // A comment block in front of the end of the picture, and a page behind it.
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, script.length]), Buffer.from(script), Buffer.from([0])]);
  const polyglot = Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1), Buffer.from(`<html>${script}`)]);
  const { id, meta } = await upload(wei, "cat.html", polyglot);
  expect(meta).toMatchObject({ kind: "image", mediaType: "image/gif" });
  for (const variant of ["original", "display", "thumb"]) {
    const response = await readOwn(wei, id, variant);
    expect(response.headers.get("content-type")).toMatch(/^image\/(gif|webp)$/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
    expect(Buffer.from(await response.arrayBuffer()).includes("script")).toBe(false);
  }
});

/** A black picture of one bit a pixel: large to look at, small to send. `rows`: how many are really there. */
function grayPng(width: number, height: number, rows = height): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(1, 8);
  const data = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rows), { level: 9 });
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}
