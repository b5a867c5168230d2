import type { SampleCompany } from "@qunxin/sample-company";
import { encodeGb18030 } from "./gb18030.ts";
import { type Rows, rowsOf } from "./rows.ts";

export type CsvEncoding = "utf-8" | "utf-8-bom" | "gb18030";

/** The company as a CSV file of the import template. */
export function toCsv(
  company: Pick<SampleCompany, "people">,
  { encoding }: { encoding: CsvEncoding } = { encoding: "utf-8" },
): Buffer {
  return csvOf(rowsOf(company), encoding);
}

/** Any rows as a CSV file. */
export function csvOf(rows: Rows, encoding: CsvEncoding = "utf-8"): Buffer {
  const encode = encoding === "gb18030" ? encodeGb18030 : (text: string) => Buffer.from(text);
  const chunks: Buffer[] = encoding === "utf-8-bom" ? [Buffer.from([0xef, 0xbb, 0xbf])] : [];
  let pending = "";
  for (const line of csvLines(rows)) {
    pending += line;
    if (pending.length < chunkChars) continue;
    chunks.push(encode(pending));
    pending = "";
  }
  chunks.push(encode(pending));
  return Buffer.concat(chunks);
}

/** One line a row, each with its line end, for writing a file of any size piece by piece. */
export function* csvLines(rows: Rows): Generator<string> {
  for (const row of rows) yield `${row.map(quoted).join(",")}\r\n`;
}

const chunkChars = 64 * 1024;

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
