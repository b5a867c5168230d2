import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { createServer } from "../main.ts";
import { createLog } from "../platform/log.ts";
import { cloneDatabase } from "../platform/postgres/testing.ts";
import { foundCompany, signedIn } from "../testing.ts";
import { about, announce, readOwn, settled } from "../transports/http/files.testing.ts";

const blockBytes = 1024 * 1024;
const blocks = 2048;
const size = blocks * blockBytes;

const dataDir = mkdtempSync(join(tmpdir(), "qunxin-large-"));
let running: ChildProcess | undefined;

afterEach(() => {
  running?.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

test("a file of 2 GB goes on where it was after kill -9 of the server, and is whole in the end", {
  timeout: 180_000,
}, async () => {
  const database = await cloneDatabase();
  const headers = await foundedCompany(database.url);
  const first = await start(database.url);
  const created = await announce({ url: first.url, headers }, "large.bin", size);
  const id = created.headers.get("location")?.split("/").at(-1) as never;
  const cut = send(first.url, headers, id, 0, (sent) => {
    if (sent === 700 * blockBytes) first.child.kill("SIGKILL");
  });
  await expect(cut).rejects.toThrow();
  await first.exited;

  const second = await start(database.url);
  const door = { url: second.url, headers };
  const offset = Number((await about(door, id)).headers.get("upload-offset"));
  expect(offset).toBeGreaterThan(600 * blockBytes);
  expect(offset).toBeLessThan(size);
  expect(await send(second.url, headers, id, offset)).toBe(204);
  // The server is killed again before it has looked at the file, and takes that up at its next start.
  second.child.kill("SIGKILL");
  await second.exited;

  const third = await start(database.url);
  const progress = await settled({ url: third.url, headers }, id);
  expect(progress).toMatchObject({ state: "ready", meta: { size, kind: "file" } });
  for (const at of [0, 1, offset - size / 8, offset - 100, offset, offset + size / 8, size - 1000]) {
    const end = Math.min(at + 2 * blockBytes, size) - 1;
    const part = await readOwn({ url: third.url, headers }, id, "original", { range: `bytes=${at}-${end}` });
    expect(Buffer.from(await part.arrayBuffer()).equals(expected(at, end)), `bytes from ${at}`).toBe(true);
  }
  await expect.poll(() => readdirSync(join(dataDir, "uploads")), { timeout: 10_000 }).toEqual([]);
  third.child.kill("SIGKILL");
  await third.exited;
  await database.drop();
});

const headBytes = 16;
const tail = Buffer.alloc(blockBytes - headBytes, "0123456789abcdef");

/** A block of the file in two pieces: one that differs in every block, and one they share. */
function block(index: number): [Buffer, Buffer] {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(index);
  return [head, tail];
}

/** What the file holds from `start` to `end`, both included. */
function expected(start: number, end: number): Buffer {
  const [from, to] = [Math.floor(start / blockBytes), Math.floor(end / blockBytes)];
  const pieces = Array.from({ length: to - from + 1 }, (_, index) => block(from + index)).flat();
  return Buffer.concat(pieces).subarray(start - from * blockBytes, end + 1 - from * blockBytes);
}

/** Sends the file from `offset` on, as fast as it is taken. */
async function send(
  url: string,
  headers: Record<string, string>,
  id: string,
  offset: number,
  watch?: (sent: number) => void,
) {
  const sending = request(`${url}/api/uploads/${id}`, {
    method: "PATCH",
    headers: {
      ...headers,
      "tus-resumable": "1.0.0",
      "upload-offset": offset,
      "content-type": "application/offset+octet-stream",
      "content-length": size - offset,
    },
  });
  const answer = once(sending, "response");
  answer.catch(() => undefined);
  async function* rest() {
    for (let at = offset; at < size; ) {
      const end = (Math.floor(at / blockBytes) + 1) * blockBytes;
      if (at % blockBytes === 0) yield* block(at / blockBytes);
      else yield expected(at, end - 1);
      at = end;
      watch?.(end);
    }
  }
  await pipeline(Readable.from(rest()), sending);
  const [response] = await answer;
  return response.resume().statusCode;
}

async function foundedCompany(databaseUrl: string): Promise<Record<string, string>> {
  const at = { databaseUrl, dataDir, host: "127.0.0.1", port: 0, webDir: null };
  const server = await createServer({ ...at, roles: ["http"], log: createLog("error") });
  const headers = await signedIn(server, await foundCompany(server));
  await server.close();
  return headers;
}

async function start(databaseUrl: string): Promise<{ child: ChildProcess; exited: Promise<unknown>; url: string }> {
  const program = fileURLToPath(new URL("start.ts", import.meta.url));
  const options = ["--port", "0", "--data", dataDir, "--database-url", databaseUrl];
  const child = spawn(process.execPath, [program, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  running = child;
  let said = "";
  for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    said += text;
    const url = /ready at (http:\S+)/.exec(said)?.[1];
    if (url) return { child, exited, url };
  }
  throw new Error(`the server did not start: ${said}`);
}
