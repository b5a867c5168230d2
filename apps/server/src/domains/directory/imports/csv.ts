import { Readable } from "node:stream";
import { fail } from "@qunxin/protocol";
import { CsvError, parse } from "csv-parse";
import { type ImportEncoding, readText, type TableLine } from "./file.ts";
import { headerLines, knownTitles } from "./header.ts";

const delimiters = [",", "\t", ";"] as const;
const maxRecordChars = 256 * 1024;

/** The lines of a CSV file. @throws directory/import_unreadable when its quotes do not fit */
export async function* readCsv(path: string, encoding: ImportEncoding): AsyncGenerator<TableLine> {
  const delimiter = await sniffDelimiter(path, encoding);
  const parser = Readable.from(readText(path, encoding)).pipe(
    parse({
      delimiter,
      info: true,
      relax_column_count: true,
      // 5" inside an unquoted cell is just that.
      relax_quotes: true,
      skip_empty_lines: false,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: maxRecordChars,
    }),
  );
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // A record begins where the one before ended: quoted cells may hold line breaks.
      yield { line, cells: record };
      line = info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CsvError) fail("directory/import_unreadable", { reason: "quotes" });
    throw error;
  }
}

/** The delimiter by which the first lines hold most titles of ours. */
async function sniffDelimiter(path: string, encoding: ImportEncoding): Promise<string> {
  const text = readText(path, encoding);
  const head = (await text.next()).value ?? "";
  await text.return(undefined);
  const lines = head.split(/\r\n|\n|\r/).slice(0, headerLines);
  const scored = delimiters.map((delimiter) => {
    const titles = lines.map((line: string) => knownTitles(line.split(delimiter).map(unquoted)));
    return { delimiter, titles: Math.max(0, ...titles) };
  });
  scored.sort((one, other) => other.titles - one.titles);
  return scored[0]?.delimiter ?? ",";
}

function unquoted(cell: string): string {
  return cell.trim().replaceAll(/^"|"$/g, "");
}
