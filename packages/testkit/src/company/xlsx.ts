import type { SampleCompany } from "@qunxin/sample-company";
import { strToU8, zipSync } from "fflate";
import { type Rows, rowsOf } from "./rows.ts";

/** The company as an XLSX workbook of the import template, every cell a shared string as Excel writes them. */
export function toXlsx(company: Pick<SampleCompany, "people">): Buffer {
  return xlsxOf(rowsOf(company));
}

/** Any rows as the first sheet of a workbook. */
export function xlsxOf(rows: Rows): Buffer {
  const strings = new Map<string, number>();
  const lines: string[] = [];
  let line = 0;
  for (const row of rows) {
    line += 1;
    lines.push(
      `<row r="${line}">${row.map((text, column) => cell(text, columnName(column) + line, strings)).join("")}</row>`,
    );
  }
  const files = {
    "[Content_Types].xml": contentTypes,
    "_rels/.rels": relations([["rId1", "officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${office}/relationships"><sheets><sheet name="通讯录" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ["rId1", "worksheet", "worksheets/sheet1.xml"],
      ["rId2", "sharedStrings", "sharedStrings.xml"],
    ]),
    "xl/worksheets/sheet1.xml": `${head}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `${head}<sst xmlns="${main}" uniqueCount="${strings.size}">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
  };
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries), { level: 1 }));
}

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006";
const packaging = "http://schemas.openxmlformats.org/package/2006";
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const contentTypes = `${head}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${sheetType}.sharedStrings+xml"/></Types>`;

function relations(list: readonly (readonly [id: string, type: string, target: string])[]): string {
  const lines = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/relationships/${type}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="${packaging}/relationships">${lines.join("")}</Relationships>`;
}

/** An empty cell is left out, as Excel does: readers must go by the cell's address. */
function cell(text: string, address: string, strings: Map<string, number>): string {
  if (text === "") return "";
  const index = strings.get(text) ?? strings.size;
  strings.set(text, index);
  return `<c r="${address}" t="s"><v>${index}</v></c>`;
}

function columnName(column: number): string {
  return String.fromCharCode("A".charCodeAt(0) + column);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
