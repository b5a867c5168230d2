import { fail, type ImportColumn, importColumns } from "@qunxin/protocol";
import type { TableLine } from "./file.ts";

/** How far down the header may stand: WeCom's template begins with lines of instructions. */
export const headerLines = 10;

/** Where the columns are. A file may have several of one kind (private and company e-mail): the first filled one counts. */
export interface Header {
  line: number;
  width: number;
  places: Map<ImportColumn, number[]>;
  titles: Partial<Record<ImportColumn, string>>;
}

const keyOfTitle = new Map<string, ImportColumn>(
  importColumns.flatMap(({ key, title, aliases }) => [title, ...aliases].map((name) => [normal(name), key] as const)),
);

/** How many kinds of columns of ours these titles name. */
export function knownTitles(titles: readonly string[]): number {
  return new Set(titles.map((title) => keyOfTitle.get(normal(title))).filter(Boolean)).size;
}

/**
 * The header among the first lines: the one with most titles of ours.
 * @throws directory/import_header naming the required titles it lacks
 */
export function findHeader(lines: readonly TableLine[]): Header {
  const required = importColumns.filter((column) => column.required);
  let best: TableLine | undefined;
  for (const line of lines) if (knownTitles(line.cells) > knownTitles(best?.cells ?? [])) best = line;
  const header = best ? readHeader(best) : undefined;
  const missing = required.filter(({ key }) => !header?.places.has(key)).map(({ title }) => title);
  if (!header || missing.length > 0) return fail("directory/import_header", { missing });
  return header;
}

function readHeader({ line, cells }: TableLine): Header {
  const places: Header["places"] = new Map();
  const titles: Header["titles"] = {};
  for (const [index, cell] of cells.entries()) {
    const key = keyOfTitle.get(normal(cell));
    if (!key) continue;
    places.set(key, [...(places.get(key) ?? []), index]);
    titles[key] ??= cell.trim();
  }
  return { line, width: cells.length, places, titles };
}

/** Titles are compared without blanks, asterisks and remarks in brackets such as （必填）. */
function normal(title: string): string {
  return title
    .normalize("NFKC")
    .replaceAll(/\([^)]*\)/g, "")
    .replaceAll(/[\s*]/g, "")
    .toLowerCase();
}
