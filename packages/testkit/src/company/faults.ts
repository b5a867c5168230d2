import { type ImportColumn, type ImportRowError, importColumns, limits } from "@qunxin/protocol";
import type { SampleCompany, SamplePerson } from "@qunxin/sample-company";
import { rowOf, rowsOf } from "./rows.ts";

/** A fault the importer must find: the line counts from 1, the header's. */
export interface ExpectedFault {
  readonly line: number;
  readonly column: string;
  readonly fault: ImportRowError["fault"];
}

/**
 * The company's rows with faulty ones of every kind a file alone can show, spread among good ones.
 * The company needs at least 60 people.
 */
export function withErrors(company: Pick<SampleCompany, "people">): { rows: string[][]; faults: ExpectedFault[] } {
  const rows = [...rowsOf(company)].map((row) => [...row]);
  const first = company.people[0];
  if (!first || company.people.length < 3 * (spoilers.length + 1)) throw new RangeError("too few people to spoil some");
  const faults = spoilers.map(({ column, fault, spoil }, index) => {
    // Every third person from the third on, so that good rows stand between.
    const at = 3 * (index + 1);
    const cells = rows[at] as string[];
    const place = importColumns.findIndex(({ key }) => key === column);
    cells[place] = spoil(rowOf(first)[place] ?? "", first);
    return { line: at + 1, column: importColumns[place]?.title ?? "", fault };
  });
  return { rows, faults };
}

interface Spoiler {
  readonly column: ImportColumn;
  readonly fault: ImportRowError["fault"];
  /** What the cell becomes; `ofFirst` is the same cell of the first person. */
  readonly spoil: (ofFirst: string, first: SamplePerson) => string;
}

const spoilers: readonly Spoiler[] = [
  { column: "name", fault: "missing", spoil: () => "" },
  { column: "account", fault: "missing", spoil: () => "  " },
  { column: "departments", fault: "missing", spoil: () => "" },
  { column: "name", fault: "too_long", spoil: () => "长".repeat(limits.personNameChars + 1) },
  { column: "position", fault: "too_long", spoil: () => "职".repeat(65) },
  { column: "account", fault: "account_form", spoil: () => "zhang wei" },
  { column: "mobile", fault: "mobile_form", spoil: () => "1380x" },
  { column: "email", fault: "email_form", spoil: () => "ana#xinghe.example" },
  { column: "gender", fault: "gender", spoil: () => "其它" },
  { column: "leader", fault: "leader", spoil: () => "也许" },
  { column: "status", fault: "status", spoil: () => "休假" },
  { column: "departments", fault: "department_form", spoil: () => "技术部//前端组" },
  {
    column: "departments",
    fault: "department_depth",
    spoil: () => Array.from({ length: limits.departmentDepth + 1 }, (_, depth) => `层${depth}`).join("/"),
  },
  { column: "account", fault: "duplicate_account", spoil: (account) => account.toUpperCase() },
  { column: "mobile", fault: "duplicate_mobile", spoil: (mobile) => mobile },
  { column: "email", fault: "duplicate_email", spoil: (email) => email },
];
