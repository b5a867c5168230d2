import { importColumns } from "@qunxin/protocol";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import {
  afterMoves,
  type CsvEncoding,
  csvLines,
  encodeGb18030,
  makeCompany,
  rowsOf,
  toCsv,
  toXlsx,
  withErrors,
} from "./index.ts";

const company = makeCompany({ people: 300 });

test.each<[CsvEncoding, string]>([
  ["utf-8", "utf-8"],
  ["utf-8-bom", "utf-8"],
  ["gb18030", "gb18030"],
])("a CSV file in %s reads back as the rows that were written", (encoding, label) => {
  const text = new TextDecoder(label).decode(toCsv(company, { encoding }));
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toEqual([...rowsOf(company)].map((row) => row.join(",")));
  expect(lines[0]).toBe(importColumns.map(({ title }) => title).join(","));
});

test("GB18030 carries every character of Unicode, in one, two and four bytes", () => {
  const text = "A企業群信䶮€ẞ￥𠮷😀\u3000";
  expect(new TextDecoder("gb18030").decode(encodeGb18030(text))).toBe(text);
  expect(encodeGb18030("群信")).toEqual(Buffer.from([0xc8, 0xba, 0xd0, 0xc5]));
});

test("an XLSX file is a workbook whose first sheet has a row for everybody", () => {
  const files = unzipSync(toXlsx(company));
  const sheet = strFromU8(files["xl/worksheets/sheet1.xml"] as Uint8Array);
  expect(sheet.match(/<row /g)).toHaveLength(company.people.length + 1);
  expect(strFromU8(files["xl/sharedStrings.xml"] as Uint8Array)).toContain('<t xml:space="preserve">林晓</t>');
});

test("cells with commas, quotes or line breaks are quoted", () => {
  expect([...csvLines([["a,b", 'say "hi"', "two\nlines", "plain"]])]).toEqual([
    '"a,b","say ""hi""","two\nlines",plain\r\n',
  ]);
});

test("faulty rows differ from the good file in the told lines only", () => {
  const good = [...rowsOf(company)];
  const { rows, faults } = withErrors(company);
  const changed = rows.flatMap((row, index) => (row.join() === good[index]?.join() ? [] : [index + 1]));
  expect(changed).toEqual(faults.map(({ line }) => line));
});

test("after moves the next file has the leavers out, the movers elsewhere and the newcomers in", () => {
  const {
    company: next,
    moved,
    left,
    hired,
  } = afterMoves(company, { moves: 20, leaves: 10, hires: 15, keep: ["lin"] });
  expect(next.people).toHaveLength(305);
  expect([moved.length, left.length, hired.length]).toEqual([20, 10, 15]);
  const before = new Map(company.people.map((person) => [person.account, person]));
  for (const person of moved) expect(person.placements[0]).not.toEqual(before.get(person.account)?.placements[0]);
  for (const field of ["account", "mobile", "email", "employeeNo"] as const) {
    expect(new Set(next.people.map((person) => person[field])).size).toBe(305);
  }
  expect(next.people.some(({ account }) => left.some((person) => person.account === account))).toBe(false);
});
