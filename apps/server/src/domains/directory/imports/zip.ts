import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { Failure, fail, limits } from "@qunxin/protocol";
import { type Entry, type Options, open, type ZipFile } from "yauzl";

/** However small the file: this much is unpacked in all, then it is a bomb. A full sheet of ours has some 200 MB. */
const maxUnpackedBytes = 512 * 1024 * 1024;
const maxEntries = 2_000;

/** An opened workbook: its parts by name, unpacked while they are read. */
export interface Zip {
  has(name: string): boolean;
  /** The part in chunks. @throws directory/import_too_large for bombs, directory/import_unreadable when broken */
  read(name: string): AsyncGenerator<Buffer>;
  close(): void;
}

/** @throws directory/import_unreadable when it is no whole zip */
export async function openZip(path: string): Promise<Zip> {
  const zip = await readable(() =>
    promisify<string, Options, ZipFile>(open)(path, { lazyEntries: true, autoClose: false }),
  );
  const entries = await readable(() => listEntries(zip));
  let unpacked = 0;
  return {
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name) ?? fail("directory/import_unreadable", { reason: "workbook" });
      if (entry.isEncrypted()) fail("directory/import_unreadable", { reason: "encrypted" });
      const stream = await readable(() => openEntry(zip, entry));
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          unpacked += chunk.length;
          if (unpacked > maxUnpackedBytes) tooLarge();
          yield chunk;
        }
      } catch (error) {
        throw asUnreadable(error);
      } finally {
        stream.destroy();
      }
    },
    close: () => zip.close(),
  };
}

/** The failure of a file that holds more than we take. */
export function tooLarge(): never {
  return fail("directory/import_too_large", { maxRows: limits.importRows, maxBytes: limits.importBytes });
}

function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on("entry", (entry: Entry) => {
      if (entries.size >= maxEntries) return reject(new Error("too many parts"));
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

async function readable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asUnreadable(error);
  }
}

/** Whatever is wrong inside a zip (cut off, wrong sums, no zip at all) is one thing to whoever sent it. */
function asUnreadable(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("directory/import_unreadable", { reason: "broken_zip" }, { cause: error });
}
