import { fail, type ImportColumn, limits } from "@qunxin/protocol";
import { collectAll, collectYoung } from "../../../platform/collector.ts";
import { newId } from "../../../platform/ids.ts";
import { searchText, spell } from "../spelling.ts";
import type { TableLine } from "./file.ts";
import { findHeader, type Header, headerLines } from "./header.ts";
import { type Cells, type ParsedRow, parseRow, type RowFault, startOf } from "./row-rules.ts";
import type { ImportDepartment, ImportFault, ImportRow } from "./rows-store.ts";

/** What was read of the file since the last batch. */
export interface Batch {
  rows: ImportRow[];
  faults: ImportFault[];
  departments: ImportDepartment[];
}

export interface ReadContext {
  /** The root's name: a path may begin with it. */
  rootName: string;
  /** Whether a department below the root bears the root's name; then paths mean that one. */
  rootNameTaken: boolean;
}

/** A batch is full when it has these, and then takes what the piece of the file has. */
const batchRows = 200;
/** So many leave enough rubbish behind for a collection of everything. */
const manyRows = 20_000;

/**
 * Reads the rows in batches, each of whole pieces of the file: between two of them nothing is held, which is when the
 * collector finds only rubbish.
 * @throws directory/import_header, directory/import_too_large, directory/import_unreadable
 */
export async function readRows(
  pieces: AsyncIterable<TableLine[]>,
  context: ReadContext,
  take: (batch: Batch, header: Header) => Promise<void>,
): Promise<{ header: Header; rows: number }> {
  const collector = createCollector(context);
  const waiting: TableLine[] = [];
  let header: Header | undefined;
  for await (const lines of pieces) {
    waiting.push(...lines.splice(0));
    if (!header && waiting.length < headerLines) continue;
    header ??= findHeader(waiting.slice(0, headerLines));
    collector.add(waiting.splice(0), header);
    if (collector.held() < batchRows) continue;
    await take(collector.empty(), header);
    collectYoung();
  }
  header ??= findHeader(waiting);
  collector.add(waiting, header);
  await take(collector.empty(), header);
  if (collector.rows() >= manyRows) collectAll();
  return { header, rows: collector.rows() };
}

function createCollector(context: ReadContext) {
  const seenPaths = new Set<string>();
  let batch: Batch = { rows: [], faults: [], departments: [] };
  let rows = 0;
  return {
    add(lines: readonly TableLine[], header: Header): void {
      for (const line of lines) {
        if (line.line > header.line && line.cells.some((cell) => cell.trim() !== "")) addRow(line, header);
      }
    },
    empty(): Batch {
      const full = batch;
      batch = { rows: [], faults: [], departments: [] };
      return full;
    },
    held: () => batch.rows.length,
    rows: () => rows,
  };

  function addRow(line: TableLine, header: Header): void {
    if (++rows > limits.importRows) {
      fail("directory/import_too_large", { maxRows: limits.importRows, maxBytes: limits.importBytes });
    }
    const { row, faults } = parseRow(cellsOf(line, header));
    if (hasStrayCells(line, header)) faults.push({ column: null, fault: "columns", value: stray(line, header) });
    for (const fault of faults) batch.faults.push(toFault(line.line, fault, header));
    const paths = row.departmentPaths?.map((path) => canonicalPath(path, context)) ?? null;
    batch.rows.push(toRow(line.line, row, paths));
    for (const path of paths ?? []) addPaths(path, seenPaths, batch.departments);
  }
}

function cellsOf({ cells }: TableLine, { places }: Header): Cells {
  const found: Cells = {};
  for (const [key, indexes] of places) {
    found[key] = indexes.map((index) => clean(cells[index] ?? "")).find((value) => value !== "") ?? "";
  }
  return found;
}

/** Without control characters and broken surrogates (the database takes neither), blanks and breaks as one blank. */
function clean(cell: string): string {
  return cell
    .toWellFormed()
    .replaceAll(/\p{Cc}|\s/gu, " ")
    .replaceAll(/ +/g, " ")
    .trim();
}

/** More cells than titles: a comma too many has shifted the row. */
function hasStrayCells(line: TableLine, header: Header): boolean {
  return stray(line, header) !== "";
}

function stray({ cells }: TableLine, { width }: Header): string {
  return startOf(cells.slice(width).map(clean).join(" ").trim());
}

function toFault(line: number, { column, fault, value }: RowFault, { titles }: Header): ImportFault {
  return { line, column_title: column ? titleOf(column, titles) : null, fault, value };
}

function titleOf(column: ImportColumn, titles: Header["titles"]): string | null {
  return titles[column] ?? null;
}

/** A path may be written from the root's own name; the root itself is the empty path. */
function canonicalPath(path: string, { rootName, rootNameTaken }: ReadContext): string {
  if (rootNameTaken) return path;
  if (path === rootName) return "";
  return path.startsWith(`${rootName}/`) ? path.slice(rootName.length + 1) : path;
}

function toRow(line: number, row: ParsedRow, paths: string[] | null): ImportRow {
  const distinct = paths ? [...new Set(paths)] : null;
  const leaders = distinct?.map((path) => row.leaders?.[paths?.indexOf(path) ?? 0] ?? false) ?? null;
  const { name, account } = row;
  const spelling = name ? spell(name) : null;
  return {
    line,
    new_id: newId<string>(),
    account,
    name,
    pinyin: spelling?.pinyin ?? null,
    initials: spelling?.initials ?? null,
    search_text: name ? searchText(name, account) : null,
    mobile: row.mobile,
    email: row.email,
    department_paths: distinct,
    leaders,
    position: row.position,
    gender: row.gender,
    employee_no: row.employeeNo,
    status: row.status,
  };
}

/** The department and all above it, those not seen before. */
function addPaths(path: string, seen: Set<string>, departments: ImportDepartment[]): void {
  if (seen.has(path)) return;
  seen.add(path);
  const names = path === "" ? [] : path.split("/");
  const parent = names.slice(0, -1).join("/");
  if (names.length > 1) addPaths(parent, seen, departments);
  const name = names.at(-1) ?? "";
  const { pinyin, initials } = spell(name);
  departments.push({
    path,
    parent_path: names.length > 0 ? parent : null,
    name,
    depth: names.length,
    ordinal: seen.size,
    new_id: newId<string>(),
    pinyin,
    initials,
  });
}
