import { setTimeout as delay } from "node:timers/promises";
import type { FileId, FileProgress } from "@qunxin/protocol";

interface Door {
  readonly url: string;
  readonly token: string;
}

/** How much of the upload in hand has come, from 0 to 1. */
export interface Underway {
  share: number;
}

const pieceBytes = 64 * 1024;
/** Slow enough that a kill finds bytes on their way. */
const pieceEveryMs = 20;
const pauseMs = 150;
const limitMs = 240_000;

/**
 * Uploads by the tus protocol through kills of the server: whatever breaks off goes on where the server says it is.
 * Answers when the file is ready, and how often it went on from the middle.
 */
export async function uploadThrough(
  door: Door,
  { name, bytes }: { name: string; bytes: Buffer },
  underway: Underway,
): Promise<{ id: FileId; resumed: number }> {
  const deadline = performance.now() + limitMs;
  const id = await announced(door, name, bytes.length, deadline);
  let resumed = 0;
  for (let offset = 0; offset < bytes.length; ) {
    underway.share = offset / bytes.length;
    const piece = bytes.subarray(offset, offset + pieceBytes);
    const headers = { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
    const answer = await tus(door, `/api/uploads/${id}`, { method: "PATCH", headers, body: new Uint8Array(piece) });
    if (answer?.status === 204) {
      offset += piece.length;
      await delay(pieceEveryMs);
    } else {
      offset = await offsetOf(door, id, deadline);
      if (offset > 0) resumed += 1;
    }
  }
  underway.share = 1;
  await settled(door, id, deadline);
  return { id, resumed };
}

async function announced(door: Door, name: string, size: number, deadline: number): Promise<FileId> {
  const metadata = `fileName ${Buffer.from(name).toString("base64")}`;
  const headers = { "upload-length": String(size), "upload-metadata": metadata };
  for (;;) {
    const answer = await tus(door, "/api/uploads", { method: "POST", headers });
    if (answer?.status === 201) return answer.headers.get("location")?.split("/").at(-1) as FileId;
    await again(deadline, `the upload of ${name} is refused: ${answer?.status} ${await answer?.text()}`);
  }
}

async function offsetOf(door: Door, id: FileId, deadline: number): Promise<number> {
  for (;;) {
    const answer = await tus(door, `/api/uploads/${id}`, { method: "HEAD" });
    if (answer?.ok) return Number(answer.headers.get("upload-offset"));
    await again(deadline, `the upload ${id} is not found again: ${answer?.status}`);
  }
}

async function settled(door: Door, fileId: FileId, deadline: number): Promise<void> {
  for (;;) {
    const answer = await attempt(`${door.url}/api/files.get`, {
      method: "POST",
      headers: { authorization: `Bearer ${door.token}`, "content-type": "application/json" },
      body: JSON.stringify({ fileId }),
    });
    const progress = answer?.ok ? ((await answer.json()) as FileProgress) : null;
    if (progress?.state === "ready") return;
    if (progress?.state === "refused") throw new Error(`the upload ${fileId} was refused: ${progress.refusal}`);
    await again(deadline, `the upload ${fileId} is ${progress?.state ?? answer?.status}`);
  }
}

async function again(deadline: number, what: string): Promise<void> {
  if (performance.now() > deadline) throw new Error(what);
  await delay(pauseMs);
}

function tus({ url, token }: Door, path: string, init: RequestInit): Promise<Response | null> {
  const headers = { "tus-resumable": "1.0.0", authorization: `Bearer ${token}`, ...init.headers };
  return attempt(`${url}${path}`, { ...init, headers });
}

/** Null: nobody answered. */
async function attempt(url: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
  } catch {
    return null;
  }
}
