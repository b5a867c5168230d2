import { type FileHandle, open } from "node:fs/promises";
import { type Header, pack } from "tar-stream";

/** First entry of a backup: what it is, so that a restore that cannot succeed ends before it began. */
export interface Head {
  readonly format: 1;
  /** Version of Qunxin that made it. */
  readonly version: string;
  readonly madeAt: string;
  /** `cluster`: the files of the embedded PostgreSQL of that major version; `dump`: what pg_dump wrote. */
  readonly database: { readonly kind: "cluster" | "dump"; readonly major: number };
  /** Number of the newest migration. */
  readonly migration: number;
}

/** Last entry of a backup: without it the backup is not whole. */
export interface Tail {
  /** Entries before this one that are files, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

export const headName = "qunxin-backup.json";
export const tailName = "qunxin-backup-end.json";

/** A tar in the making. Entries come one after the other; each call resolves when its entry was taken by the reader. */
export interface Archive {
  /** The tar's bytes. */
  readonly bytes: AsyncIterable<Uint8Array>;
  folder(name: string): Promise<void>;
  text(name: string, text: string | Buffer): Promise<void>;
  /** A file as long as it is now, even if it grows or shrinks meanwhile; false when it is gone. */
  file(name: string, path: string): Promise<boolean>;
  /** What went in so far. */
  count(): Tail;
  end(): void;
  /** Ends `bytes` with an error. */
  fail(error: Error): void;
}

type Entry = Partial<Header> & Pick<Header, "name">;

const readBytes = 1024 * 1024;

export function createArchive(now: Date): Archive {
  const stream = pack();
  // Whoever reads is told by the reading, whoever adds by the adding.
  stream.on("error", () => undefined);
  const count = { files: 0, bytes: 0 };

  /** `done` rejects when the reader has gone, which would otherwise be waited for. */
  function begin(header: Entry) {
    const { promise: done, resolve, reject } = Promise.withResolvers<void>();
    const entry = stream.entry({ mode: 0o600, mtime: now, ...header }, (error) => (error ? reject(error) : resolve()));
    entry.on("error", () => undefined);
    return { entry, done };
  }

  async function add(header: Entry, fill: (write: (bytes: Buffer) => Promise<void>) => Promise<void>): Promise<void> {
    const { entry, done } = begin(header);
    await fill(async (bytes) => {
      if (entry.write(bytes)) return;
      await Promise.race([new Promise<void>((drained) => entry.once("drain", () => drained())), done]);
    });
    entry.end(undefined);
    await done;
    count.files += 1;
    count.bytes += header.size ?? 0;
  }

  return {
    bytes: stream as unknown as AsyncIterable<Uint8Array>,
    async folder(name) {
      await begin({ name: `${name}/`, type: "directory", mode: 0o700 }).done;
    },
    async text(name, text) {
      const bytes = Buffer.from(text);
      await add({ name, size: bytes.length }, (write) => write(bytes));
    },
    async file(name, path) {
      const handle = await open(path).catch(ifGone);
      if (!handle) return false;
      try {
        const { size } = await handle.stat();
        await add({ name, size }, (write) => copyExactly(handle, size, write));
        return true;
      } finally {
        await handle.close();
      }
    },
    count: () => ({ ...count }),
    end: () => stream.finalize(),
    fail: (error) => stream.destroy(error),
  };
}

/** What a file lost while it was read is filled up with zeros: PostgreSQL's log says what belongs there. */
async function copyExactly(handle: FileHandle, size: number, write: (bytes: Buffer) => Promise<void>): Promise<void> {
  for (let at = 0; at < size; ) {
    const wanted = Math.min(readBytes, size - at);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
    await write(bytesRead > 0 ? buffer.subarray(0, bytesRead) : Buffer.alloc(wanted));
    at += bytesRead > 0 ? bytesRead : wanted;
  }
}

/** Null for a file that went meanwhile. */
export function ifGone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
