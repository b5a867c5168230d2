import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileId } from "@qunxin/protocol";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "../../platform/clock.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { announce, call, type Door, readOwn, send, upload } from "../../transports/http/files.testing.ts";
import { startTestStorage, type TestStorage } from "./s3.testing.ts";
import { s3Storage } from "./storage/s3.ts";

let storage: TestStorage;
let server: TestServer;
let wei: Door;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));

beforeAll(async () => {
  storage = await startTestStorage();
  server = await startTestServer({ clock, s3: storage.options });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
});

afterAll(async () => {
  await server.close();
  await storage.close();
});

const text = Buffer.from("你好，世界\n".repeat(1000));

async function hashOf(id: FileId): Promise<string> {
  const sql = "select encode(hash, 'hex') as hash from file_variants where file_id = $1 and variant = 'original'";
  return (await server.parts.pool.query(sql, [id])).rows[0].hash;
}

test("files lie in the object storage and are read through the server, whole and in stretches", async () => {
  const { id, meta } = await upload(wei, "问候.txt", text);
  expect(meta).toMatchObject({ mediaType: "text/plain", size: text.length });
  expect(existsSync(join(server.dataDir, "blobs"))).toBe(false);
  const whole = await readOwn(wei, id);
  expect([whole.status, Buffer.from(await whole.arrayBuffer())]).toEqual([200, text]);
  const part = await readOwn(wei, id, "original", { range: "bytes=5-9" });
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, text.subarray(5, 10)]);
  const png = await sharp({ create: { width: 900, height: 300, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const image = await upload(wei, "a.png", png);
  const thumb = await readOwn(wei, image.id, "thumb");
  expect((await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).width).toBe(480);
  expect((await readOwn({ url: wei.url, headers: {} }, id)).status).toBe(401);
});

test("wrong keys are refused by the storage, and what it does not hold is not there", async () => {
  const wrong = s3Storage({ ...storage.options, secretAccessKey: "guessed" });
  await expect(wrong.has("ab".repeat(32), 1)).rejects.toThrow("403");
  const right = s3Storage(storage.options);
  expect(await right.has("ab".repeat(32), 1)).toBe(false);
});

test("while the storage is away an upload waits, and is taken up when it is back", async () => {
  await storage.stop();
  const bytes = Buffer.from("written while the storage was away");
  const created = await announce(wei, "a.txt", bytes.length);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  expect((await send(wei, id, bytes)).status).toBe(204);
  expect((await call(wei, "files.get", { fileId: id })).body.state).toBe("processing");
  await storage.start();
  await server.parts.files.receiving.resume();
  await expect
    .poll(async () => (await call(wei, "files.get", { fileId: id })).body.state, { timeout: 10_000 })
    .toBe("ready");
  expect(await (await readOwn(wei, id)).text()).toBe(bytes.toString());
});

test("with direct reads a reader is sent to the storage by a link of a minute, after the same question", async () => {
  const webDir = mkdtempSync(join(tmpdir(), "qunxin-web-"));
  writeFileSync(join(webDir, "index.html"), "<!doctype html>");
  const direct = await startTestServer({ webDir, s3: { ...storage.options, directReads: true } });
  const lin = { url: direct.url, headers: await signedIn(direct, await foundCompany(direct)) };
  // A plain name: unlike S3 itself, this storage reads ' and * in a signed link in another way than they are signed.
  const { id } = await upload(lin, "minutes.txt", text);
  const answer = await fetch(`${lin.url}/api/files/own/${id}/original?download=1`, {
    headers: lin.headers,
    redirect: "manual",
  });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([302, "no-store"]);
  const link = new URL(answer.headers.get("location") ?? "");
  expect(link.searchParams.get("X-Amz-Expires")).toBe("60");
  const read = await fetch(link);
  expect([read.status, await read.text()]).toEqual([200, text.toString()]);
  expect(read.headers.get("content-disposition")).toMatch(/^attachment; /);
  link.searchParams.set("X-Amz-Signature", "0".repeat(64));
  expect((await fetch(link)).status).toBe(403);
  expect((await readOwn({ url: lin.url, headers: {} }, id)).status).toBe(401);
  const page = await fetch(lin.url);
  expect(page.headers.get("content-security-policy")).toContain(`img-src 'self' data: blob: ${link.origin};`);
  await direct.close();
  rmSync(webDir, { recursive: true });
});

test("bytes nothing uses any more are removed from the storage", async () => {
  const { id } = await upload(wei, "a.txt", Buffer.from("soon gone"));
  const hash = await hashOf(id);
  const bucket = s3Storage(storage.options);
  expect(await bucket.has(hash, 9)).toBe(true);
  clock.moveBy(25 * 3_600_000);
  await server.parts.files.sweep();
  expect(await bucket.has(hash, 9)).toBe(false);
});
