import { type ImportColumn, importColumns } from "@qunxin/protocol";
import type { SampleCompany, SamplePerson } from "@qunxin/sample-company";

/** A table as it stands in a file: the header first. */
export type Rows = Iterable<readonly string[]>;

/** The company in the column layout of the import template, one employee a row. */
export function* rowsOf(company: Pick<SampleCompany, "people">): Generator<readonly string[]> {
  yield importColumns.map(({ title }) => title);
  for (const person of company.people) yield rowOf(person);
}

/** One line of the template. */
export function rowOf(person: SamplePerson): string[] {
  return importColumns.map(({ key }) => cells[key](person));
}

const genders = { female: "女", male: "男" };

const cells: Record<ImportColumn, (person: SamplePerson) => string> = {
  name: ({ name }) => name,
  account: ({ account }) => account,
  mobile: ({ mobile }) => mobile,
  email: ({ email }) => email,
  departments: ({ placements }) => placements.map(({ path }) => path).join(";"),
  position: ({ position }) => position,
  gender: ({ gender }) => genders[gender],
  employeeNo: ({ employeeNo }) => employeeNo,
  leader: ({ placements }) => placements.map(({ leader }) => (leader ? "1" : "0")).join(";"),
  status: () => "启用",
};
