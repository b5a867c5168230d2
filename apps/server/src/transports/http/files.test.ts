import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ConversationId, FileId } from "@qunxin/protocol";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { about, announce, call, type Door, hire, readOwn, send, settled, upload } from "./files.testing.ts";

let server: TestServer;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let wei: Door;
let ana: Door;

beforeAll(async () => {
  server = await startTestServer({ clock });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  ana = { url: server.url, headers: await signedIn(server, await hire(wei, "ana")) };
});

afterAll(() => server.close());

const conversationId = newId<ConversationId>();
let readable: Set<string>;

/** Stands for the messages: who may read which file through the message at seq 7. */
beforeEach(() => {
  readable = new Set();
  server.parts.filePorts.mayRead = async (actor, conversation, seq, fileId) =>
    conversation === conversationId && seq === 7 && readable.has(`${actor.id} ${fileId}`);
});

async function idOf(door: Door): Promise<string> {
  return (await call(door, "identity.me", {})).body.id;
}

function read({ url, headers }: Door, id: FileId, variant = "original", more: Record<string, string> = {}) {
  return fetch(`${url}/api/files/${conversationId}/7/${id}/${variant}`, { headers: { ...headers, ...more } });
}

const text = Buffer.from("你好，世界\n".repeat(1000));

test("a file is uploaded in pieces, told by its bytes, and read by its uploader", async () => {
  const created = await announce(wei, "../会议 “纪要”.txt", text.length);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  expect((await send(wei, id, text.subarray(0, 5000))).headers.get("upload-offset")).toBe("5000");
  expect((await about(wei, id)).headers.get("upload-offset")).toBe("5000");
  expect((await call(wei, "files.get", { fileId: id })).body).toEqual({
    state: "uploading",
    meta: null,
    refusal: null,
  });
  expect((await send(wei, id, text.subarray(4000), 4000)).status).toBe(409);
  expect((await send(wei, id, text, 5000)).status).toBe(413);
  await send(wei, id, text.subarray(5000), 5000);
  const { meta } = await settled(wei, id);
  expect(meta).toMatchObject({ id, name: "会议 “纪要”.txt", size: text.length, mediaType: "text/plain", kind: "file" });
  const whole = await readOwn(wei, id);
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(text);
  expect(whole.headers.get("content-disposition")).toContain("filename*=UTF-8''%E4%BC%9A%E8%AE%AE%20");
  expect((await about(wei, id)).headers.get("upload-offset")).toBe(String(text.length));
  await expect.poll(() => readdirSync(join(server.dataDir, "uploads")), { timeout: 10_000 }).toEqual([]);
});

test("stretches of a file, unchanged files and mere heads are answered as HTTP says", async () => {
  const { id } = await upload(wei, "a.txt", text);
  const part = await readOwn(wei, id, "original", { range: "bytes=10-19" });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 10-19/${text.length}`]);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(text.subarray(10, 20));
  const last = await readOwn(wei, id, "original", { range: "bytes=-7" });
  expect(Buffer.from(await last.arrayBuffer())).toEqual(text.subarray(-7));
  const open = await readOwn(wei, id, "original", { range: `bytes=${text.length - 3}-` });
  expect(Buffer.from(await open.arrayBuffer())).toEqual(text.subarray(-3));
  const beyond = await readOwn(wei, id, "original", { range: `bytes=${text.length}-` });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${text.length}`]);
  const stale = await readOwn(wei, id, "original", { range: "bytes=0-1", "if-range": '"older"' });
  expect(stale.status).toBe(200);
  const etag = stale.headers.get("etag") ?? "";
  expect((await readOwn(wei, id, "original", { "if-none-match": etag })).status).toBe(304);
  const head = await fetch(`${wei.url}/api/files/own/${id}/original`, { method: "HEAD", headers: wei.headers });
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, String(text.length), ""]);
  expect(head.headers.get("cache-control")).toBe("private, max-age=0, must-revalidate");
});

test("another member's upload id is useless, and so is one without a session or from a foreign page", async () => {
  const created = await announce(wei, "secret.txt", text.length);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  expect((await about(ana, id)).status).toBe(404);
  expect((await send(ana, id, text)).status).toBe(404);
  expect((await about(ana, id, "DELETE")).status).toBe(404);
  for (const name of ["files.get", "files.describe"]) expect((await call(ana, name, { fileId: id })).status).toBe(404);
  await call(ana, "files.discard", { fileId: id });
  const nobody = { url: server.url, headers: {} };
  expect((await announce(nobody, "a.txt", 1)).status).toBe(401);
  expect((await send(nobody, id, text)).status).toBe(401);
  const cookie = { cookie: `qunxin_session=${wei.headers.authorization?.split(" ")[1]}` };
  const page = { url: server.url, headers: { ...cookie, origin: "https://evil.example" } };
  expect((await send(page, id, text)).status).toBe(403);
  expect((await announce(page, "a.txt", 1)).status).toBe(403);
  expect((await about({ url: server.url, headers: cookie }, id)).headers.get("upload-offset")).toBe("0");
  expect((await send(wei, id, text)).status).toBe(204);
  expect((await readOwn(ana, id)).status).toBe(404);
  await settled(wei, id);
  expect((await readOwn(wei, id)).status).toBe(200);
  expect((await readOwn(nobody, id)).status).toBe(401);
});

test("what is too large, forbidden by its name or announced wrongly is refused before a byte comes", async () => {
  const files = { ...(await server.parts.company.policy()).files, maxBytes: 2 ** 20, blockedExtensions: ["exe"] };
  await call(wei, "company.setPolicy", { files });
  const large = await announce(wei, "a.zip", 2 ** 20 + 1);
  expect([large.status, await large.json()]).toMatchObject([
    413,
    { code: "files/too_large", params: { maxBytes: 2 ** 20 } },
  ]);
  expect(await (await announce(wei, "a.EXE", 10)).json()).toMatchObject({ code: "files/type_not_allowed" });
  const wrong = { code: "files/upload_invalid" };
  expect(await (await announce(wei, "..", 10)).json()).toMatchObject(wrong);
  expect(await (await announce(wei, "a", 10, { "upload-length": "-1" })).json()).toMatchObject(wrong);
  expect(await (await announce(wei, "a", 10, { "upload-metadata": "purpose eA==" })).json()).toMatchObject(wrong);
  await call(wei, "company.setPolicy", { files: { ...files, maxBytes: 2 ** 31, allowedTypes: ["image/*"] } });
  expect(await upload(wei, "a.jpg", text)).toMatchObject({ state: "refused", refusal: "files/type_not_allowed" });
  await call(wei, "company.setPolicy", { files: { ...files, allowedTypes: [], blockedExtensions: [] } });
  const range = await call(wei, "company.setPolicy", { files: { ...files, maxBytes: 2 ** 40 } });
  expect(range.body).toMatchObject({ code: "policy/range", params: { field: "files.maxBytes" } });
});

test("one person cannot hold more than a hundred unfinished uploads", async () => {
  const bo = { url: server.url, headers: await signedIn(server, await hire(wei, "bo")) };
  for (let i = 0; i < 100; i++) expect((await announce(bo, "a.txt", 10)).status).toBe(201);
  const refused = await announce(bo, "a.txt", 10);
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: "files/too_many_uploads" }]);
});

test("a file is read through a message only while the messages say so, link or not", async () => {
  const { id } = await upload(wei, "a.txt", text);
  expect((await read(ana, id)).status).toBe(404);
  readable.add(`${await idOf(ana)} ${id}`);
  expect((await read(ana, id)).status).toBe(200);
  const etag = (await read(ana, id)).headers.get("etag") ?? "";
  const ticket = await call(ana, "files.ticket", { conversationId, seq: 7, fileId: id, variant: "original" });
  expect(ticket.status).toBe(200);
  expect((await fetch(server.url + ticket.body.url)).status).toBe(200);
  readable.clear();
  expect((await read(ana, id)).status).toBe(404);
  expect((await read(ana, id, "original", { "if-none-match": etag })).status).toBe(404);
  expect((await fetch(server.url + ticket.body.url)).status).toBe(404);
  const again = await call(ana, "files.ticket", { conversationId, seq: 7, fileId: id, variant: "original" });
  expect(again.body.code).toBe("files/not_found");
});

test("a ticket works for five minutes, for its own session only, and dies with it", async () => {
  const { id } = await upload(wei, "a.txt", text);
  const anaId = await idOf(ana);
  readable.add(`${anaId} ${id}`);
  readable.add(`${await idOf(wei)} ${id}`);
  const target = { conversationId, seq: 7, fileId: id, variant: "original" };
  const phone = { url: server.url, headers: await signedIn(server, anaId as never) };
  const { url, expiresAt } = (await call(phone, "files.ticket", target)).body;
  expect(Date.parse(expiresAt)).toBe(clock.now().getTime() + 5 * 60_000);
  const follow = (headers = {}) => fetch(server.url + url, { headers });
  expect((await follow()).status).toBe(200);
  expect((await follow(phone.headers)).status).toBe(200);
  expect((await follow(wei.headers)).status).toBe(404);
  expect((await follow(ana.headers)).status).toBe(404);
  expect((await fetch(`${server.url}${url.slice(0, -2)}AA`)).status).toBe(404);
  expect((await fetch(`${server.url}/api/files/ticket/x.y`)).status).toBe(404);
  clock.moveBy(5 * 60_000);
  expect((await follow()).status).toBe(404);
  const second = (await call(phone, "files.ticket", target)).body;
  await call(phone, "identity.signOut", {});
  expect((await fetch(server.url + second.url)).status).toBe(404);
});

test("the same bytes are kept once, whoever sends them under whatever name", async () => {
  const bytes = Buffer.from(`unique ${newId()}`);
  const [one, two] = [await upload(wei, "one.txt", bytes), await upload(ana, "two.txt", bytes)];
  const { rows } = await server.parts.pool.query("select distinct hash from file_variants where file_id in ($1, $2)", [
    one.id,
    two.id,
  ]);
  expect(rows).toHaveLength(1);
  expect(await (await readOwn(ana, two.id)).text()).toBe(bytes.toString());
  const hash = (rows[0].hash as Buffer).toString("hex");
  expect(readdirSync(join(server.dataDir, "blobs", hash.slice(0, 2), hash.slice(2, 4)))).toContain(hash);
});

test("a recording is described and a video gets a still picture, until they are sent", async () => {
  const voice = await upload(
    wei,
    "voice.ogg",
    Buffer.concat([Buffer.from("OggS\0\x02"), Buffer.alloc(22), Buffer.from("OpusHead"), Buffer.alloc(60)]),
  );
  expect(voice.meta).toMatchObject({ kind: "audio", mediaType: "audio/ogg", preview: "audio" });
  const said = { fileId: voice.id, durationMs: 4200, waveform: [0, 50, 100] };
  expect((await call(wei, "files.describe", said)).body).toMatchObject({ durationMs: 4200, waveform: [0, 50, 100] });
  const film = Buffer.concat([
    box("ftyp", "isom\0\0\x02\0isommp42"),
    box("moov", box("hdlr", "\0\0\0\0\0\0\0\0vide\0\0\0\0")),
  ]);
  const video = await upload(wei, "clip.mp4", film);
  expect(video.meta).toMatchObject({ kind: "video", mediaType: "video/mp4", preview: "video", hasPoster: false });
  const still = await sharp({ create: { width: 640, height: 360, channels: 3, background: "blue" } })
    .jpeg()
    .toBuffer();
  const poster = await upload(wei, "poster.jpg", still);
  const described = await call(wei, "files.describe", { fileId: video.id, posterFileId: poster.id });
  expect(described.body).toMatchObject({ hasPoster: true, width: 640, height: 360, blur: poster.meta?.blur });
  expect((await readOwn(wei, video.id, "poster")).headers.get("content-type")).toBe("image/webp");
  const tooLong = await call(wei, "files.describe", { fileId: video.id, durationMs: 301_000 });
  expect(tooLong.body).toMatchObject({ kind: "file", preview: "video" });
  const wrong = await call(wei, "files.describe", { fileId: video.id, posterFileId: voice.id });
  expect(wrong.body.code).toBe("files/poster");
  await server.parts.pool.query("insert into file_uses values ($1, 7, $2)", [conversationId, voice.id]);
  expect((await call(wei, "files.describe", said)).body.code).toBe("files/sent");
  expect((await call(wei, "files.discard", { fileId: voice.id })).body.code).toBe("files/sent");
  expect((await readOwn(wei, voice.id)).status).toBe(404);
});

test("an upload that is given up is gone, by the protocol or by the call, again and again", async () => {
  const created = await announce(wei, "a.txt", 10);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  expect((await about(wei, id, "DELETE")).status).toBe(204);
  const asked = async () => (await call(wei, "files.get", { fileId: id })).status;
  await expect.poll(asked, { timeout: 10_000 }).toBe(404);
  const { id: other } = await upload(wei, "a.txt", text);
  expect((await call(wei, "files.discard", { fileId: other })).status).toBe(200);
  expect((await call(wei, "files.discard", { fileId: other })).status).toBe(200);
  expect((await readOwn(wei, other)).status).toBe(404);
});

function box(name: string, content: string | Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, Buffer.from(content as string, "latin1")]);
}
