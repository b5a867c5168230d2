import type { FileId, FileProgress, PrincipalId } from "@qunxin/protocol";
import { newId } from "../../platform/ids.ts";

type Headers = Record<string, string>;
export interface Door {
  url: string;
  headers: Headers;
}

const tus = { "tus-resumable": "1.0.0" };

/** Announces an upload, with other headers where a test wants that. */
export function announce({ url, headers }: Door, name: string, size: number, more: Headers = {}): Promise<Response> {
  const metadata = `fileName ${Buffer.from(name).toString("base64")}`;
  return fetch(`${url}/api/uploads`, {
    method: "POST",
    headers: { ...tus, "upload-length": String(size), "upload-metadata": metadata, ...headers, ...more },
  });
}

/** Sends bytes of an upload from `offset` on. */
export function send({ url, headers }: Door, id: string, bytes: Buffer, offset = 0): Promise<Response> {
  return fetch(`${url}/api/uploads/${id}`, {
    method: "PATCH",
    headers: { ...tus, "upload-offset": String(offset), "content-type": "application/offset+octet-stream", ...headers },
    body: new Uint8Array(bytes),
  });
}

/** Asks how much of an upload has come, or gives it up. */
export function about({ url, headers }: Door, id: string, method: "HEAD" | "DELETE" = "HEAD"): Promise<Response> {
  return fetch(`${url}/api/uploads/${id}`, { method, headers: { ...tus, ...headers } });
}

/** Announces, sends, and waits until the server knows what it is. */
export async function upload(
  door: Door,
  name: string,
  bytes: Buffer,
  more: Headers = {},
): Promise<FileProgress & { id: FileId }> {
  const created = await announce(door, name, bytes.length, more);
  if (created.status !== 201) throw new Error(`the upload was refused: ${await created.text()}`);
  const id = created.headers.get("location")?.split("/").at(-1) as FileId;
  if (bytes.length > 0) {
    const sent = await send(door, id, bytes);
    if (sent.status !== 204) throw new Error(`the bytes were refused: ${sent.status} ${await sent.text()}`);
  }
  return { id, ...(await settled(door, id)) };
}

/** Waits until an upload is ready or refused. */
export async function settled(door: Door, fileId: FileId): Promise<FileProgress> {
  for (let tries = 0; tries < 2_000; tries++) {
    const progress = (await call(door, "files.get", { fileId })).body as FileProgress;
    if (progress.state !== "processing") return progress;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the upload ${fileId} is still being processed`);
}

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is what tests are about
type Json = any;

export async function call(
  { url, headers }: Door,
  name: string,
  input: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${url}/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

/** Reads a file of one's own that is not sent yet. */
export function readOwn(
  { url, headers }: Door,
  id: string,
  variant = "original",
  more: Headers = {},
): Promise<Response> {
  return fetch(`${url}/api/files/own/${id}/${variant}`, { headers: { ...headers, ...more } });
}

/** Hires somebody into the root department. */
export async function hire(administrator: Door, account: string): Promise<PrincipalId> {
  const { departments } = (await call(administrator, "directory.departments", { parentId: null })).body;
  const person = { name: account, account, mobile: null, email: null, gender: "unknown", position: null };
  const more = { employeeNo: null, avatarUrl: null, placements: [{ departmentId: departments[0].id, leader: false }] };
  return (await call(administrator, "directory.createPerson", { key: newId(), ...person, ...more })).body.personId;
}
