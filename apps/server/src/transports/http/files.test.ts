import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { announce, type Door, readOwn, send, upload } from "./files.testing.ts";

let server: TestServer;
let wei: Door;

beforeAll(async () => {
  server = await startTestServer();
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
});

afterAll(() => server.close());

test("a file is uploaded, told by its bytes, and read by its uploader", async () => {
  const text = Buffer.from("你好，世界\n".repeat(10));
  const { id, state, meta } = await upload(wei, "问候.txt", text);
  expect(state).toBe("ready");
  expect(meta).toMatchObject({ id, name: "问候.txt", size: text.length, mediaType: "text/plain", preview: "text" });
  const read = await readOwn(wei, id);
  expect(read.status).toBe(200);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(text);
  const png = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const image = await upload(wei, "a.pdf", png);
});
