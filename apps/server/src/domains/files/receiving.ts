import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { FileId, FilePurpose, fail } from "@qunxin/protocol";
import { createAttemptLimit } from "../../platform/attempt-limit.ts";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { files } from "../../platform/metrics.ts";
import type { FilesParts } from "./deps.ts";
import type { Processing } from "./processing.ts";
import { cleanName, judgeUpload } from "./rules.ts";
import { countUnfinished, deleteFile, insertFile, moveOn, readFile, readFiles } from "./store.ts";

export interface Receiving {
  /** Where the upload protocol keeps what has come. */
  readonly uploadsDir: string;
  /**
   * Takes an announced upload on and answers its id, before any byte comes.
   * @throws files/upload_invalid, files/too_large, files/type_not_allowed, files/too_many_uploads, files/disk_full,
   * request/rate_limited
   */
  begin(actor: Actor, upload: { name: string; purpose: string; size: number }): Promise<FileId>;
  /** One's own upload, in which from now on it has another day; `whole`: all has come. @throws files/not_found */
  find(actor: Actor, id: FileId): Promise<{ whole: boolean; size: number }>;
  /** All bytes have come: the file is looked at next. Idempotent. */
  received(id: FileId): Promise<void>;
  /** The upload was given up by the protocol's own means. */
  abandoned(id: FileId): Promise<void>;
  /** Whether the disk has no room left for what comes. */
  full(): Promise<boolean>;
  /** Like `received`, if all bytes are there: the server may have died before it could say so. */
  receivedIfWhole(id: FileId, size: number): Promise<boolean>;
  /** Takes up what a server that died, or a storage that was away, left unfinished here; clears away the rest. */
  resume(): Promise<void>;
}

/** Of one person, before they must wait; each writes a row and holds room on the disk. */
const announcements = { attempts: 600, windowMs: 10 * 60_000, name: "uploads" };

/** Uploads on their way in, on this node. */
export function createReceiving(parts: FilesParts, processing: Processing): Receiving {
  const { transact, clock, uploadsDir } = parts;
  const announced = createAttemptLimit(parts, announcements);
  async function received(id: FileId): Promise<void> {
    await transact((tx) => moveOn(tx, id, { from: "uploading", to: "processing" }, clock.now()));
    processing.add(id);
  }
  async function receivedIfWhole(id: FileId, size: number): Promise<boolean> {
    const found = await stat(join(uploadsDir, id)).catch(() => null);
    if (found?.size !== size) return false;
    await received(id);
    return true;
  }
  return {
    uploadsDir,
    async begin(actor, upload) {
      announced.judge(actor.id);
      announced.note(actor.id);
      return begin(parts, actor, upload);
    },
    find: (actor, id) => find(parts, actor, id),
    received,
    receivedIfWhole,
    abandoned: (id) => transact((tx) => deleteFile(tx, id)),
    full: async () => (await freeBytes(uploadsDir)) < nothingBytes,
    async resume() {
      for (const { name, id, file } of await lyingAbout(parts)) {
        if (file?.state === "uploading") await receivedIfWhole(file.id, file.size);
        else if (file?.state !== "processing") await rm(join(uploadsDir, name), { recursive: true, force: true });
        else if (name === id) processing.add(id);
      }
    },
  };
}

/** With less than this nothing can be written any more. */
const nothingBytes = 1024 * 1024;

async function begin(
  { reading, transact, clock, company, uploadsDir }: FilesParts,
  actor: Actor,
  upload: { name: string; purpose: string; size: number },
): Promise<FileId> {
  const name = cleanName(upload.name) ?? fail("files/upload_invalid", { header: "Upload-Metadata" });
  const purpose = FilePurpose.safeParse(upload.purpose);
  if (!purpose.success) fail("files/upload_invalid", { header: "Upload-Metadata" });
  const unfinished = await countUnfinished(reading, actor.id);
  const { files: policy } = await company.policy();
  judgeUpload(policy, { name, size: upload.size }, { unfinished, freeBytes: await freeBytes(uploadsDir) });
  const id = newId<FileId>();
  const file = { id, ownerId: actor.id, purpose: purpose.data, name, size: upload.size, at: clock.now() };
  await transact((tx) => insertFile(tx, file));
  files.uploads.inc({ outcome: "begun" });
  return id;
}

async function find({ reading, transact, clock }: FilesParts, actor: Actor, id: FileId) {
  const file = await readFile(reading, id);
  if (file?.ownerId !== actor.id) fail("files/not_found");
  const open = await transact((tx) => moveOn(tx, id, { from: "uploading", to: "uploading" }, clock.now()));
  return { whole: !open, size: file.size };
}

async function freeBytes(uploadsDir: string): Promise<number> {
  await mkdir(uploadsDir, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(uploadsDir);
  return bavail * bsize;
}

/** What lies in this node's folder of uploads, with the files it belongs to. */
async function lyingAbout({ reading, uploadsDir }: FilesParts) {
  const names = await readdir(uploadsDir).catch(() => []);
  const found = names.map((name) => ({ name, id: name.replace(/\.(json|work)$/, "") as FileId }));
  const ids = found.map(({ id }) => id).filter((id) => FileId.safeParse(id).success);
  const files = new Map((await readFiles(reading, ids)).map((file) => [file.id, file]));
  return found.map((item) => ({ ...item, file: files.get(item.id) }));
}
