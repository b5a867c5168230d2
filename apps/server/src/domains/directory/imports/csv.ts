import { fail } from "@qunxin/protocol";
import { CsvError, type Parser, parse } from "csv-parse";
import { type ImportEncoding, readText, type TableLine } from "./file.ts";
import { headerLines, knownTitles } from "./header.ts";

const delimiters = [",", "\t", ";"] as const;
const maxRecordChars = 256 * 1024;

interface ParsedRecord {
  record: string[];
  info: { lines: number };
}

/** The lines of a CSV file, piece by piece. @throws directory/import_unreadable when its quotes do not fit */
export async function* readCsv(path: string, encoding: ImportEncoding): AsyncGenerator<TableLine[]> {
  const parser = parserOf(await sniffDelimiter(path, encoding));
  let line = 1;
  // A record begins where the one before ended: quoted cells may hold line breaks.
  const lineOf = ({ record, info }: ParsedRecord): TableLine => {
    const found = { line, cells: record };
    line = info.lines + 1;
    return found;
  };
  try {
    for await (const chunk of readText(path, encoding)) {
      const lines: TableLine[] = [];
      parser.write(chunk);
      for (let next = parser.read(); next !== null; next = parser.read()) lines.push(lineOf(next));
      if (parser.errored) throw parser.errored;
      yield lines;
    }
    parser.end();
    for await (const last of parser) yield [lineOf(last)];
  } catch (error) {
    if (error instanceof CsvError) fail("directory/import_unreadable", { reason: "quotes" });
    throw error;
  }
}

/** Fed and emptied by hand: what is piped into it waits in queues, and is old before it is rubbish. */
function parserOf(delimiter: string): Parser {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    // 5" inside an unquoted cell is just that.
    relax_quotes: true,
    skip_empty_lines: false,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: maxRecordChars,
  });
  // Asked for after each piece; unheard it would end the process.
  return parser.on("error", () => undefined);
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
