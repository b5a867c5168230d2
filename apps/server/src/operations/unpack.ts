import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Extract, extract } from "tar-stream";
import { type Head, headName, type Tail, tailName } from "./archive.ts";
import { damaged } from "./seal.ts";

/**
 * Lays a backup's entries into a folder. Whoever calls judges the head before anything is written; files are compared
 * with the hash they are named by, and their number with what the end says.
 * @throws restore/damaged
 */
export async function unpack(
  source: AsyncIterable<Uint8Array>,
  folder: string,
  judge: (head: Head) => void,
): Promise<Tail> {
  const entries = extract();
  const feeding = feed(source, entries).catch((error: Error) => entries.destroy(error));
  const count = { files: 0, bytes: 0 };
  let tail: Tail | null = null;
  let begun = false;
  for await (const entry of entries) {
    const { name, size = 0 } = entry.header;
    if (tail || begun !== (name !== headName)) throw damaged("entries out of order");
    if (name === tailName) tail = JSON.parse(await textOf(entry)) as Tail;
    else if (name === headName) judge(JSON.parse(await textOf(entry)) as Head);
    else await lay(entry, folder);
    begun = true;
    if (name === tailName || entry.header.type !== "file") continue;
    count.files += 1;
    count.bytes += size;
  }
  await feeding;
  if (!tail || tail.files !== count.files || tail.bytes !== count.bytes) throw damaged("not all of it came");
  return tail;
}

async function feed(source: AsyncIterable<Uint8Array>, into: Extract): Promise<void> {
  const closed = new Promise<void>((go) => into.once("close", () => go()));
  for await (const bytes of source) {
    if (into.destroyed) return;
    if (!into.write(bytes)) await Promise.race([closed, new Promise<void>((go) => into.once("drain", () => go()))]);
  }
  into.end(undefined);
}

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

async function textOf(entry: Entry): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of entry) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

/** Nothing but what a backup of ours holds, and nothing outside the folder. */
const expected = /^(secret\.key|database\/\d{6}|(postgres|blobs)(\/(?!\.\.?(\/|$))[\w.-]+)*)\/?$/;

async function lay(entry: Entry, folder: string): Promise<void> {
  const { name, type } = entry.header;
  if (!expected.test(name) || (type !== "file" && type !== "directory")) throw damaged(`entry ${name}`);
  const path = join(folder, name);
  if (type === "directory") {
    await mkdir(path, { recursive: true, mode: 0o700 });
    entry.resume();
    return;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = name.startsWith("blobs/") ? createHash("sha256") : null;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of entry) {
      hash?.update(piece as Buffer);
      await file.writeFile(piece as Buffer);
    }
  } finally {
    await file.close();
  }
  if (hash && hash.digest("hex") !== name.split("/").at(-1)) throw damaged(`bytes of ${name}`);
}
