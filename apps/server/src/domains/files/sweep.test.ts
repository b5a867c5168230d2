import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { avatarPath, type ConversationId, type FileId } from "@qunxin/protocol";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { about, announce, call, type Door, readOwn, settled, upload } from "../../transports/http/files.testing.ts";

let server: TestServer;
let wei: Door;
let actor: Actor;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
const dayMs = 24 * 3_600_000;
const conversationId = newId<ConversationId>();

beforeAll(async () => {
  server = await startTestServer({ clock });
  wei = { url: server.url, headers: await signedIn(server, await foundCompany(server)) };
  actor = (await server.parts.identity.authenticate(wei.headers.authorization?.split(" ")[1] ?? "")) as Actor;
});

afterAll(() => server.close());

const sweep = () => server.parts.files.sweep();
const query = (sql: string, values: unknown[] = []) => server.parts.pool.query(sql, values);

async function exists(id: FileId): Promise<boolean> {
  return (await call(wei, "files.get", { fileId: id })).status === 200;
}

async function blobPath(id: FileId): Promise<string> {
  const { rows } = await query("select encode(hash, 'hex') as hash from file_variants where file_id = $1", [id]);
  const { hash } = rows[0];
  return join(server.dataDir, "blobs", hash.slice(0, 2), hash.slice(2, 4), hash);
}

const fresh = () => Buffer.from(`bytes of ${newId()}`);

test("a file goes a day after it was last needed, its bytes with it; what a message carries stays", async () => {
  const [unsent, sent] = [await upload(wei, "a.txt", fresh()), await upload(wei, "b.txt", fresh())];
  await query("insert into file_uses (conversation_id, seq, file_id) values ($1, 1, $2)", [conversationId, sent.id]);
  const paths = [await blobPath(unsent.id), await blobPath(sent.id)];
  clock.moveBy(dayMs - 1);
  await sweep();
  expect(await exists(unsent.id)).toBe(true);
  clock.moveBy(2);
  await sweep();
  expect([await exists(unsent.id), await exists(sent.id)]).toEqual([false, true]);
  expect(paths.map((path) => existsSync(path))).toEqual([false, true]);
  await query("delete from file_uses where conversation_id = $1", [conversationId]);
  await sweep();
  expect([await exists(sent.id), existsSync(paths[1] ?? "")]).toEqual([false, false]);
});

test("a person's picture stays while it is theirs", async () => {
  const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const pairs = ["fileName YS5wbmc=", `purpose ${Buffer.from("avatar").toString("base64")}`];
  const [old, used] = [await uploadAvatar(), await uploadAvatar()];
  await query("update people set avatar_url = $1 where id = $2", [avatarPath(used), actor.id]);
  clock.moveBy(dayMs + 1);
  await sweep();
  expect([await exists(old), await exists(used)]).toEqual([false, true]);

  async function uploadAvatar(): Promise<FileId> {
    return (await upload(wei, "a.png", png, { "upload-metadata": pairs.join(",") })).id;
  }
});

test("a sweep goes through more files than fit into a step", async () => {
  const at = clock.now();
  await query(
    `insert into files (id, owner_id, purpose, name, size, state, created_at, touched_at)
     select gen_random_uuid(), $1, 'message', 'a', 1, 'uploading', $2, $2 from generate_series(1, 250)`,
    [actor.id, at],
  );
  await query(
    "insert into blobs (hash, size, place, touched_at) select sha256(n::text::bytea), 1, 'folder', $1 from generate_series(1, 250) n",
    [at],
  );
  clock.moveBy(dayMs + 1);
  await sweep();
  expect((await query("select from files where created_at = $1", [at])).rowCount).toBe(0);
  expect((await query("select from blobs where touched_at = $1", [at])).rowCount).toBe(0);
});

test("bytes stay as long as any file has them", async () => {
  const bytes = fresh();
  const first = await upload(wei, "a.txt", bytes);
  clock.moveBy(dayMs / 2);
  const second = await upload(wei, "b.txt", bytes);
  clock.moveBy(dayMs / 2 + 1);
  await sweep();
  expect([await exists(first.id), await exists(second.id)]).toEqual([false, true]);
  expect(await (await readOwn(wei, second.id)).text()).toBe(bytes.toString());
});

test("what is about to be sent is safe, also from a sweep at the same moment", async () => {
  const [asked, held] = [await upload(wei, "a.txt", fresh()), await upload(wei, "b.txt", fresh())];
  clock.moveBy(dayMs + 1);
  const [meta] = await server.parts.files.forMessage(server.parts.reading, actor, [asked.id]);
  expect(meta).toEqual(asked.meta);
  // A send that is just claiming the file, not committed yet.
  const client = await server.parts.pool.connect();
  await client.query("begin");
  await client.query("update files set touched_at = $2 where id = $1", [held.id, clock.now()]);
  await sweep();
  await client.query("commit");
  client.release();
  await sweep();
  expect([await exists(asked.id), await exists(held.id)]).toEqual([true, true]);
});

test("only one's own ready files, or those of a message one may read, can be sent", async () => {
  const { forMessage } = server.parts.files;
  const { id, meta } = await upload(wei, "a.txt", fresh());
  const other = { ...actor, id: newId() } as Actor;
  await expect(forMessage(server.parts.reading, other, [id])).rejects.toMatchObject({ code: "files/not_found" });
  server.parts.filePorts.mayRead = async (who, _conversation, seq, fileId) =>
    who.id === other.id && seq === 3 && fileId === id;
  const source = { conversationId, seq: 3 };
  expect(await forMessage(server.parts.reading, other, [id], source)).toEqual([meta]);
  await expect(forMessage(server.parts.reading, other, [id], { ...source, seq: 4 })).rejects.toMatchObject({
    code: "files/not_found",
  });
  const created = await announce(wei, "b.txt", 10);
  const unfinished = created.headers.get("location")?.split("/").at(-1) as FileId;
  await expect(forMessage(server.parts.reading, actor, [unfinished])).rejects.toMatchObject({
    code: "files/not_ready",
  });
});

test("an upload that nobody goes on with for a day is given up, and its bytes go", async () => {
  const created = await announce(wei, "a.txt", 10);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  clock.moveBy(dayMs - 1);
  expect((await about(wei, id)).status).toBe(200);
  clock.moveBy(dayMs - 1);
  await sweep();
  expect((await about(wei, id)).status).toBe(200);
  clock.moveBy(dayMs + 1);
  await sweep();
  expect((await about(wei, id)).status).toBe(404);
  expect(existsSync(join(server.dataDir, "uploads", id))).toBe(false);
});

test("bytes that were lost are stored again by the next upload of them", async () => {
  const bytes = fresh();
  const first = await upload(wei, "a.txt", bytes);
  rmSync(await blobPath(first.id));
  const second = await upload(wei, "b.txt", bytes);
  expect(await (await readOwn(wei, second.id)).text()).toBe(bytes.toString());
});

test("an upload that was whole when the server died before saying so is found to be whole", async () => {
  const bytes = fresh();
  const created = await announce(wei, "a.txt", bytes.length);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  writeFileSync(join(server.dataDir, "uploads", id), bytes);
  await server.parts.files.receiving.resume();
  expect((await settled(wei, id)).state).toBe("ready");
  expect(await (await readOwn(wei, id)).text()).toBe(bytes.toString());
});
