import { open } from "node:fs/promises";
import { fail, type ImportStatus } from "@qunxin/protocol";

export type ImportEncoding = NonNullable<ImportStatus["encoding"]>;

const chunkBytes = 32 * 1024;

/** One line of a table file: its number in the file and its cells. */
export interface TableLine {
  line: number;
  cells: string[];
}

/** The file's bytes in chunks. */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** What the file is, told from its bytes: names lie. @throws directory/import_unreadable for old or foreign formats */
export async function detectEncoding(path: string): Promise<ImportEncoding> {
  const chunks = readChunks(path);
  const first = (await chunks.next()).value ?? Buffer.alloc(0);
  await chunks.return(undefined);
  if (first.length === 0) fail("directory/import_unreadable", { reason: "empty" });
  if (starts(first, 0x50, 0x4b, 0x03, 0x04)) return "xlsx";
  // The binary workbooks of before 2007 and encrypted ones of today.
  if (starts(first, 0xd0, 0xcf, 0x11, 0xe0)) fail("directory/import_unreadable", { reason: "old_excel" });
  if (starts(first, 0xff, 0xfe) || starts(first, 0xfe, 0xff)) {
    fail("directory/import_unreadable", { reason: "utf16" });
  }
  if (first.includes(0)) fail("directory/import_unreadable", { reason: "binary" });
  if (starts(first, 0xef, 0xbb, 0xbf)) return "utf-8-bom";
  return (await isUtf8(path)) ? "utf-8" : "gb18030";
}

/** The text of the file; bytes that fit no character become U+FFFD, for the rows to complain. */
export async function* readText(path: string, encoding: ImportEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === "gb18030" ? "gb18030" : "utf-8");
  for await (const chunk of readChunks(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Whether the whole file, and not only its beginning, is UTF-8. */
async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of readChunks(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

function starts(bytes: Buffer, ...signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
