import { type ConversationId, emptySelection, type FileId, messageFilePath, type PrincipalId } from "@qunxin/protocol";
import sharp from "sharp";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { call, type Door, hire, readOwn, settled, upload } from "./files.testing.ts";

let server: TestServer;
let wei: Door;
let ana: Door;
let [weiId, anaId]: [PrincipalId, PrincipalId] = [] as never;
let conversationId: ConversationId;

beforeAll(async () => {
  server = await startTestServer();
  weiId = await foundCompany(server);
  wei = { url: server.url, headers: await signedIn(server, weiId) };
  anaId = await hire(wei, "ana");
  ana = { url: server.url, headers: await signedIn(server, anaId) };
  const group = { type: "normal", name: "照片", selection: { ...emptySelection, people: [anaId] } };
  const made = await call(wei, "groups.create", { key: newId(), ...group, followDepartments: false });
  conversationId = made.body.groupId;
});

afterAll(() => server.close());

const png = (background: string) =>
  sharp({ create: { width: 700, height: 500, channels: 3, background } })
    .png()
    .toBuffer();

function read({ url, headers }: Door, seq: number, fileId: FileId, variant: "original" | "thumb" = "thumb") {
  return fetch(url + messageFilePath({ conversationId, seq }, fileId, variant), { headers });
}

async function sendImage(fileId: FileId): Promise<number> {
  const rest = { text: "", mentions: [], mentionAll: false, replyToSeq: null };
  const content = { type: "images", fileIds: [fileId] };
  const sent = await call(wei, "messages.send", { conversationId, clientId: newId(), ...rest, content });
  expect(sent.body).toMatchObject({ seq: expect.any(Number) });
  return sent.body.seq;
}

test("a sent picture is read by members through its message, and not at all by somebody who was removed", async () => {
  const { id } = await upload(wei, "a.png", await png("red"));
  expect((await read(ana, 1, id)).status).toBe(404);
  const seq = await sendImage(id);
  expect([(await read(ana, seq, id)).status, (await read(wei, seq, id)).status]).toEqual([200, 200]);
  expect((await read(ana, seq - 1, id)).status).toBe(404);
  expect((await read(ana, seq, (await upload(wei, "b.png", await png("blue"))).id)).status).toBe(404);
  expect((await readOwn(wei, id)).status).toBe(404);
  expect((await call(wei, "files.discard", { fileId: id })).body.code).toBe("files/sent");
  const target = { conversationId, seq, fileId: id, variant: "original" };
  const ticket = (await call(ana, "files.ticket", target)).body;
  expect((await fetch(server.url + ticket.url)).status).toBe(200);
  const removed = await call(wei, "groups.removeMembers", { groupId: conversationId, members: [anaId] });
  expect(removed.status).toBe(200);
  expect([(await read(ana, seq, id)).status, (await fetch(server.url + ticket.url)).status]).toEqual([404, 404]);
  expect((await read(wei, seq, id)).status).toBe(200);
});

test("an employee who is disabled reads nothing any more, through links given out before neither", async () => {
  const bo = await hire(wei, "bo");
  const phone = { url: server.url, headers: await signedIn(server, bo) };
  const add = { groupId: conversationId, selection: { ...emptySelection, people: [bo] } };
  expect((await call(wei, "groups.addMembers", add)).status).toBe(200);
  const { id } = await upload(wei, "c.png", await png("green"));
  const seq = await sendImage(id);
  const target = { conversationId, seq, fileId: id, variant: "original" };
  const ticket = (await call(phone, "files.ticket", target)).body;
  expect((await fetch(server.url + ticket.url)).status).toBe(200);
  expect((await call(wei, "directory.setStatus", { personId: bo, status: "disabled" })).status).toBe(200);
  expect([(await read(phone, seq, id)).status, (await fetch(server.url + ticket.url)).status]).toEqual([401, 404]);
});

test("the tus client of the web uploads in pieces, and goes on after its connection was cut", async () => {
  const bytes = await sharp({
    create: {
      width: 900,
      height: 900,
      channels: 3,
      background: "white",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const begun = await uploading(bytes, null, bytes.length / 2);
  expect(begun.done).toBe(false);
  const ended = await uploading(bytes, begun.url, Number.POSITIVE_INFINITY);
  expect([ended.done, ended.url]).toEqual([true, begun.url]);
  const id = ended.url.split("/").at(-1) as FileId;
  expect(await settled(wei, id)).toMatchObject({ state: "ready", meta: { id, name: "噪声.png", width: 900 } });
  // One that is not there any more is begun anew.
  const anew = await uploading(Buffer.from("x"), `${server.url}/api/uploads/${newId()}`, Number.POSITIVE_INFINITY);
  expect(anew.done && (await settled(wei, anew.url.split("/").at(-1) as FileId)).state).toBe("ready");
});

test("a person's picture is read by everybody signed in, other files are not read as one", async () => {
  const metadata = `fileName ${Buffer.from("me.png").toString("base64")},purpose ${Buffer.from("avatar").toString("base64")}`;
  const { id } = await upload(wei, "me.png", await png("red"), { "upload-metadata": metadata });
  const path = `/api/files/avatars/${id}`;
  expect((await fetch(server.url + path, { headers: ana.headers })).headers.get("content-type")).toBe("image/webp");
  expect((await fetch(server.url + path)).status).toBe(401);
  const { id: other } = await upload(wei, "a.png", await png("red"));
  expect((await fetch(`${server.url}/api/files/avatars/${other}`, { headers: ana.headers })).status).toBe(404);
  const text = await upload(wei, "me.txt", Buffer.from("not a picture"), { "upload-metadata": metadata });
  expect(text).toMatchObject({ state: "refused", refusal: "files/type_not_allowed" });
});

test("people choose their own picture: a ready picture of their own that was uploaded as one, and nothing else", async () => {
  const metadata = `fileName ${Buffer.from("me.png").toString("base64")},purpose ${Buffer.from("avatar").toString("base64")}`;
  const asPicture = { "upload-metadata": metadata };
  const choose = (who: typeof wei, fileId: string | null) => call(who, "directory.setOwnPicture", { fileId });
  const seen = async () => (await call(ana, "directory.briefs", { ids: [weiId] })).body.people[0].avatarUrl;
  const { id } = await upload(wei, "me.png", await png("red"), asPicture);
  const { id: forMessage } = await upload(wei, "a.png", await png("red"));
  const { id: noPicture } = await upload(wei, "me.txt", Buffer.from("not a picture"), asPicture);
  const refusals = [
    await choose(ana, id),
    await choose(wei, forMessage),
    await choose(wei, newId()),
    await choose(wei, noPicture),
  ];
  expect(refusals.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
    "404 files/not_found",
    "404 files/not_found",
    "404 files/not_found",
    "409 files/not_ready",
  ]);
  expect(await seen()).toBeNull();
  expect((await choose(wei, id)).body).toEqual({ avatarUrl: `/api/files/avatars/${id}` });
  expect(await seen()).toBe(`/api/files/avatars/${id}`);
  expect((await fetch(server.url + (await seen()), { headers: ana.headers })).status).toBe(200);
  expect((await choose(wei, null)).body).toEqual({ avatarUrl: null });
  expect(await seen()).toBeNull();
});

/** Uploads until `stopAt` bytes are there, as the web does. */
function uploading(bytes: Buffer, url: string | null, stopAt: number): Promise<{ done: boolean; url: string }> {
  return new Promise((resolve, reject) => {
    const job = new Upload(bytes, {
      endpoint: `${server.url}/api/uploads`,
      uploadUrl: url,
      headers: wei.headers,
      metadata: { fileName: "噪声.png", purpose: "message" },
      chunkSize: 512 * 1024,
      retryDelays: null,
      onError: reject,
      onSuccess: () => resolve({ done: true, url: job.url ?? "" }),
      onChunkComplete(_size, there) {
        if (there < stopAt) return;
        void job.abort().then(() => resolve({ done: false, url: job.url ?? "" }));
      },
    });
    job.start();
  });
}
