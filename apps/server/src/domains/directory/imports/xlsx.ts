import { fail } from "@qunxin/protocol";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { collectYoung } from "../../../platform/collector.ts";
import type { TableLine } from "./file.ts";
import { createPackedTexts, type PackedTexts } from "./packed-texts.ts";
import { openZip, tooLarge, type Zip } from "./zip.ts";

/** Columns beyond this are ignored: a template has ten. */
const maxColumns = 256;
const maxSharedChars = 48 * 1024 * 1024;
/** Of 16 to 64 KB. */
const chunksPerCollection = 32;

/** The lines of the first visible sheet of a workbook, piece by piece. */
export async function* readXlsx(path: string): AsyncGenerator<TableLine[]> {
  const zip = await openZip(path);
  try {
    const sheet = await findFirstSheet(zip);
    const shared = await readSharedStrings(zip);
    yield* readSheet(zip, sheet, shared);
  } finally {
    zip.close();
  }
}

type Attributes = Record<string, string>;
interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Feeds a part to the handler and stops after each chunk. @throws directory/import_unreadable for bad XML */
async function* parsePart(zip: Zip, name: string, handler: XmlHandler): AsyncGenerator<undefined> {
  const decoder = new TextDecoder();
  const parser = new SaxesParser();
  parser.on("error", () => fail("directory/import_unreadable", { reason: "workbook" }));
  parser.on("opentag", ({ name: tag, attributes }: SaxesTagPlain) => handler.open?.(local(tag), attributes));
  parser.on("closetag", ({ name: tag }) => handler.close?.(local(tag)));
  parser.on("text", (text) => handler.text?.(text));
  parser.on("cdata", (text) => handler.text?.(text));
  for await (const chunk of zip.read(name)) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.close();
}

async function parseWhole(zip: Zip, name: string, handler: XmlHandler): Promise<void> {
  for await (const _chunk of parsePart(zip, name, handler));
}

/** Some writers put a namespace prefix before every name. */
function local(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}

async function findFirstSheet(zip: Zip): Promise<string> {
  const sheets: { relation: string; hidden: boolean }[] = [];
  await parseWhole(zip, "xl/workbook.xml", {
    open(name, attributes) {
      if (name !== "sheet") return;
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      sheets.push({ relation, hidden: (attributes.state ?? "visible") !== "visible" });
    },
  });
  const targets = new Map<string, string>();
  await parseWhole(zip, "xl/_rels/workbook.xml.rels", {
    open(name, attributes) {
      if (name === "Relationship") targets.set(attributes.Id ?? "", attributes.Target ?? "");
    },
  });
  const first = sheets.find(({ hidden }) => !hidden);
  const target = targets.get(first?.relation ?? "") ?? fail("directory/import_unreadable", { reason: "workbook" });
  return target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`;
}

/** Texts that cells refer to by number. Readings of characters (rPh), which Excel adds in Asia, are no part of them. */
async function readSharedStrings(zip: Zip): Promise<PackedTexts> {
  const name = "xl/sharedStrings.xml";
  const strings = createPackedTexts();
  if (!zip.has(name)) return strings;
  let current = "";
  let chars = 0;
  const inside = { text: false, reading: false };
  const parts = parsePart(zip, name, {
    open(tag) {
      if (tag === "si") current = "";
      if (tag === "t") inside.text = true;
      if (tag === "rPh") inside.reading = true;
    },
    text(text) {
      if (inside.text && !inside.reading) current += text;
    },
    close(tag) {
      if (tag === "t") inside.text = false;
      if (tag === "rPh") inside.reading = false;
      if (tag !== "si") return;
      chars += current.length + 8;
      if (chars > maxSharedChars) tooLarge();
      strings.add(current);
    },
  });
  let chunks = 0;
  for await (const _chunk of parts) if (++chunks % chunksPerCollection === 0) collectYoung();
  return strings;
}

interface SheetState {
  line: TableLine;
  column: number;
  type: string;
  value: string;
  inValue: boolean;
  inReading: boolean;
}

async function* readSheet(zip: Zip, sheet: string, shared: PackedTexts): AsyncGenerator<TableLine[]> {
  const finished: TableLine[] = [];
  const state: SheetState = {
    line: { line: 0, cells: [] },
    column: -1,
    type: "n",
    value: "",
    inValue: false,
    inReading: false,
  };
  for await (const _chunk of parsePart(zip, sheet, sheetHandler(state, shared, finished))) {
    yield finished.splice(0);
  }
  yield finished.splice(0);
}

function sheetHandler(state: SheetState, shared: PackedTexts, finished: TableLine[]): XmlHandler {
  return {
    open(tag, attributes) {
      if (tag === "row") beginRow(state, attributes);
      if (tag === "c") beginCell(state, attributes);
      if (tag === "v" || tag === "t") state.inValue = true;
      if (tag === "rPh") state.inReading = true;
    },
    text(text) {
      if (state.inValue && !state.inReading) state.value += text;
    },
    close(tag) {
      if (tag === "v" || tag === "t") state.inValue = false;
      if (tag === "rPh") state.inReading = false;
      if (tag === "c") endCell(state, shared);
      if (tag === "row") finished.push(state.line);
    },
  };
}

function beginRow(state: SheetState, { r }: Attributes): void {
  state.line = { line: Number(r) || state.line.line + 1, cells: [] };
  state.column = -1;
}

function beginCell(state: SheetState, { r, t }: Attributes): void {
  state.column = r ? columnOf(r) : state.column + 1;
  state.type = t ?? "n";
  state.value = "";
}

function endCell({ line, column, type, value }: SheetState, shared: PackedTexts): void {
  if (column >= maxColumns) return;
  const { cells } = line;
  // Cells that are not written are empty.
  while (cells.length < column) cells.push("");
  cells[column] = type === "s" ? (shared.at(Number(value)) ?? "") : type === "n" ? plainNumber(value) : value;
}

/** `C12` is column 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** A mobile typed as a number is stored as 13800138000.0 or 1.3800138E10: the digits are meant. */
function plainNumber(value: string): string {
  if (!/[.eE]/.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : value;
}
