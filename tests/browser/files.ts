import { crc32, deflateSync } from "node:zlib";
import type { Page } from "@playwright/test";

/** A file as the browser will see it. */
export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PNG of one colour fading into black, that large. */
export function png(name: string, width: number, height: number, [r, g, b] = [36, 104, 242]): TestFile {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = 1 - x / width / 2 - y / height / 3;
      const at = y * (1 + width * 3) + 1 + x * 3;
      rows.set([(r ?? 0) * share, (g ?? 0) * share, (b ?? 0) * share], at);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return { name, mimeType: "image/png", buffer: Buffer.concat(parts) };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Chooses files with a tool of the composer; the browser's own picker is that of an input. */
export async function choose(page: Page, open: () => Promise<void>, ...files: TestFile[]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), open()]);
  await chooser.setFiles(files);
}

/** Pastes or drops files where the selector points, as the clipboard or the desktop would hand them over. */
export async function handOver(page: Page, way: "paste" | "drop", selector: string, files: TestFile[]): Promise<void> {
  // The composer comes after the conversation.
  await page.locator(selector).first().waitFor();
  const told = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, data: buffer.toString("base64") }));
  await page.evaluate(
    ({ way, selector, told }) => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, data } of told) {
        const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      const target = document.querySelector(selector);
      if (way === "paste") {
        target?.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }),
        );
      }
      for (const type of way === "drop" ? ["dragenter", "dragover", "drop"] : []) {
        target?.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    { way, selector, told },
  );
}

/** Drops a file of zeros on the open conversation, made in the page so that it need not be carried there. */
export async function dropZeros(page: Page, name: string, bytes: number): Promise<void> {
  await page.locator("textarea").first().waitFor();
  await page.evaluate(
    ({ name, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name));
      const target = document.querySelector("[role=log]");
      for (const type of ["dragenter", "dragover", "drop"]) {
        target?.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    },
    { name, bytes },
  );
  await page.getByRole("list", { name: "待发送的附件" }).getByText(name).waitFor();
}

/** Messages in the browser's storage whose files the server has begun to take. */
export function keptUploads(page: Page): Promise<number> {
  return countKept(page, "outgoing");
}

/** Conversations with files in the browser's storage that were attached and not sent. */
export function keptTrays(page: Page): Promise<number> {
  return countKept(page, "trays");
}

function countKept(page: Page, store: "outgoing" | "trays"): Promise<number> {
  return page.evaluate(async (store) => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // To open what is not there would make it.
    if (!(await indexedDB.databases()).some(({ name }) => name === "qunxin-uploads")) return 0;
    const database = await asked(indexedDB.open("qunxin-uploads"));
    const kept = await asked(database.transaction(store).objectStore(store).getAll());
    database.close();
    const begun = ({ uploadUrl }: { uploadUrl: unknown }) => uploadUrl;
    return kept.filter(({ outgoing }) => !outgoing || outgoing.files.every(begun)).length;
  }, store);
}
