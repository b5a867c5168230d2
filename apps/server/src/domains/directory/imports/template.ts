import { importColumns, type Locale } from "@qunxin/protocol";
import { strToU8, zipSync } from "fflate";

const example: Record<(typeof importColumns)[number]["key"], string> = {
  name: "林晓",
  account: "linxiao",
  mobile: "13800138000",
  email: "linxiao@example.com",
  departments: "技术部/后端组;产品部",
  position: "工程师",
  gender: "女",
  employeeNo: "A001",
  leader: "1;0",
  status: "启用",
};

/** The file's columns, an example row, and in workbooks a second sheet that explains them. */
export function importTemplate(format: "csv" | "xlsx", locale: Locale): Uint8Array {
  const titles = importColumns.map(({ title, required }) => (required ? `${title}*` : title));
  const row = importColumns.map(({ key }) => example[key]);
  if (format === "xlsx")
    return workbook(
      [titles, row],
      explanation[locale].map((line) => [line]),
    );
  // Spreadsheets read UTF-8 only with the mark in front.
  return strToU8(`\uFEFF${[titles, row].map((cells) => `${cells.join(",")}\r\n`).join("")}`);
}

const explanation: Record<Locale, string[]> = {
  "zh-CN": [
    "带 * 的列必填；其他列可以整列删除，删除的列不会改动已有信息。",
    "账号：唯一，不区分大小写；导入按账号认人。",
    "部门：从公司下一级写起，用 / 分级，如 技术部/后端组；多个部门用 ; 分隔，第一个是主部门；公司本身写公司名称。",
    "是否领导：1 或 0（是/否）；多个部门可用 ; 逐个对应。",
    "性别：男、女，或留空。状态：启用、禁用，留空为启用。",
    "单元格留空表示清除该项（姓名、账号、部门除外）。",
    "请删除示例行后再导入。",
  ],
  en: [
    "Columns with * are required; others may be deleted: what is not in the file is left as it is.",
    "账号 (account): unique whatever its case; people are recognised by it.",
    "部门 (departments): from below the company, levels separated by /, several by ; the first being the main one. The company itself: its name.",
    "是否领导 (leader): 1 or 0 (是/否), one for all departments or one each, separated by ;",
    "性别 (gender): 男 male, 女 female, or empty. 状态 (status): 启用 enabled, 禁用 disabled; empty is enabled.",
    "An empty cell clears the field (not name, account, departments).",
    "Delete the example row before you import.",
  ],
};

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const partType = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The smallest workbook that every spreadsheet opens: two sheets of texts. */
function workbook(rows: string[][], notes: string[][]): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${partType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${partType}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${partType}.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="通讯录" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet(rows),
    "xl/worksheets/sheet2.xml": sheet(notes),
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(head + text)])));
}

function sheet(rows: string[][]): string {
  const lines = rows.map((cells, index) => `<row r="${index + 1}">${cells.map(cell).join("")}</row>`);
  return `<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cell(text: string): string {
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<c t="inlineStr"><is><t xml:space="preserve">${safe}</t></is></c>`;
}
