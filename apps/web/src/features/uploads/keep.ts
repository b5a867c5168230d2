import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { databaseName, markKept } from "./kept-mark.ts";
import type { Outgoing, OutgoingFile } from "./outgoing.ts";

interface Uploads extends DBSchema {
  outgoing: { key: string; value: { owner: PrincipalId; outgoing: Outgoing } };
  trays: { key: ConversationId; value: { owner: PrincipalId; files: readonly OutgoingFile[] } };
}

/** Larger files are not copied into the browser's storage: they are opened anew by their handle, or asked for. */
const keptBytes = 64 * 1024 * 1024;

let opening: Promise<IDBPDatabase<Uploads> | null> | null = null;

function database(): Promise<IDBPDatabase<Uploads> | null> {
  opening ??= openDB<Uploads>(databaseName, 1, {
    upgrade(db) {
      db.createObjectStore("outgoing");
      db.createObjectStore("trays");
    },
    // Signing out elsewhere throws all of it away.
    blocking: () => void closeKept(),
  }).catch(() => null);
  return opening;
}

async function closeKept(): Promise<void> {
  const db = await opening;
  opening = null;
  db?.close();
}

/** Keeps a message whose files are on their way, so that it survives a reload; null forgets it. */
export function keepOutgoing(owner: PrincipalId, key: string, outgoing: Outgoing | null): Promise<void> {
  return inTurn(async (db) => {
    if (outgoing) {
      const kept = { owner, outgoing: { ...outgoing, files: outgoing.files.map(storable) } };
      // First: a page that is left in between would not be asked for what it has kept.
      markKept(true);
      await db.put("outgoing", kept, key).catch(() => undefined);
    } else {
      await db.delete("outgoing", key);
      if ((await db.count("outgoing")) + (await db.count("trays")) === 0) markKept(false);
    }
  });
}

/** Keeps the files that wait above a text field; none forgets them. */
export function keepTray(owner: PrincipalId, id: ConversationId, files: readonly OutgoingFile[]): Promise<void> {
  return inTurn(async (db) => {
    const kept = files.map(storable).filter(({ blob, handle }) => blob !== null || handle !== null);
    if (kept.length === 0) return db.delete("trays", id);
    markKept(true);
    await db.put("trays", { owner, files: kept }, id).catch(() => undefined);
  });
}

let last: Promise<void> = Promise.resolve();

/** One write after the other: what leaves a tray is gone from there only once it is kept with its message. */
function inTurn(write: (db: IDBPDatabase<Uploads>) => Promise<void>): Promise<void> {
  last = last.then(async () => {
    const db = await database();
    if (db) await write(db);
  });
  // A write that failed fails for its caller; the next one is tried all the same.
  const done = last;
  last = last.catch(() => undefined);
  return done;
}

export interface Kept {
  readonly outgoing: readonly Outgoing[];
  readonly trays: ReadonlyMap<ConversationId, readonly OutgoingFile[]>;
}

/** What an earlier life of this page has kept for the person; what it kept for anybody else goes. */
export async function keptFor(owner: PrincipalId): Promise<Kept> {
  const outgoing: Outgoing[] = [];
  const trays = new Map<ConversationId, readonly OutgoingFile[]>();
  const db = await database();
  if (!db) return { outgoing, trays };
  for (const key of await db.getAllKeys("outgoing")) {
    const kept = await db.get("outgoing", key);
    if (kept?.owner === owner) outgoing.push(kept.outgoing);
    else await db.delete("outgoing", key);
  }
  for (const id of await db.getAllKeys("trays")) {
    const kept = await db.get("trays", id);
    if (kept?.owner === owner) trays.set(id, kept.files);
    else await db.delete("trays", id);
  }
  return { outgoing, trays };
}

/** One message that is kept for the person, as it is now. */
export async function keptOutgoing(owner: PrincipalId, key: string): Promise<Outgoing | null> {
  const kept = await (await database())?.get("outgoing", key);
  return kept?.owner === owner ? kept.outgoing : null;
}

function storable(file: OutgoingFile): OutgoingFile {
  return { ...file, url: null, blob: file.blob && file.blob.size <= keptBytes ? file.blob : null };
}
