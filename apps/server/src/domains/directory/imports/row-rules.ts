import { Account, type ImportColumn, type ImportRowError, limits } from "@qunxin/protocol";
import { normalMobile } from "../rules.ts";

type Fault = ImportRowError["fault"];
export interface RowFault {
  column: ImportColumn | null;
  fault: Fault;
  value: string;
}

/** A row's cells by column; a column the file has not is missing. */
export type Cells = Partial<Record<ImportColumn, string>>;

export interface ParsedRow {
  name: string | null;
  account: string | null;
  mobile: string | null;
  email: string | null;
  departmentPaths: string[] | null;
  leaders: boolean[] | null;
  position: string | null;
  gender: "male" | "female" | "unknown" | null;
  employeeNo: string | null;
  status: "active" | "disabled" | null;
}

const genders: Record<string, "male" | "female" | "unknown"> = {
  "": "unknown",
  未知: "unknown",
  unknown: "unknown",
  男: "male",
  male: "male",
  m: "male",
  女: "female",
  female: "female",
  f: "female",
};
const yes = new Set(["1", "是", "true", "yes", "y"]);
const no = new Set(["", "0", "否", "false", "no", "n"]);
const active = new Set(["", "1", "启用", "正常", "在职", "已激活", "未激活", "active", "enabled"]);
const disabled = new Set(["0", "禁用", "已禁用", "停用", "disabled"]);
const shownValueChars = 200;

/** As much of a cell as is shown; whole characters, since half of one cannot be stored. */
export function startOf(cell: string): string {
  return [...cell.slice(0, 2 * shownValueChars)].slice(0, shownValueChars).join("");
}

/** Reads a row and names everything that is wrong with it; what is wrong is null. */
export function parseRow(cells: Cells): { row: ParsedRow; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const complain = (column: ImportColumn, fault: Fault): null => {
    faults.push({ column, fault, value: startOf(cells[column] ?? "") });
    return null;
  };
  for (const [column, value] of Object.entries(cells)) {
    // What the encoding could not read must not become part of somebody's name.
    if (value.includes("\uFFFD")) complain(column as ImportColumn, "encoding");
  }
  const short = (column: ImportColumn, max: number): string | null => {
    const value = cells[column] ?? "";
    if ([...value].length > max) return complain(column, "too_long");
    return value || null;
  };
  // In the order of the columns, so that a row's faults read from left to right.
  const name = cells.name ? short("name", limits.personNameChars) : complain("name", "missing");
  const account = parseAccount(cells, complain);
  const mobile = parseMobile(cells, complain);
  const email = parseEmail(cells, complain);
  const departmentPaths = parseDepartments(cells, complain);
  const row: ParsedRow = {
    name,
    account,
    mobile,
    email,
    departmentPaths,
    position: short("position", 64),
    gender: genders[(cells.gender ?? "").toLowerCase()] ?? complain("gender", "gender"),
    employeeNo: short("employeeNo", 64),
    leaders: parseLeaders(cells, departmentPaths, complain),
    status: parseStatus(cells, complain),
  };
  return { row, faults };
}

type Complain = (column: ImportColumn, fault: Fault) => null;

function parseAccount({ account = "" }: Cells, complain: Complain): string | null {
  if (account === "") return complain("account", "missing");
  if (account.length > limits.accountChars) return complain("account", "too_long");
  return Account.safeParse(account).success ? account : complain("account", "account_form");
}

function parseMobile({ mobile = "" }: Cells, complain: Complain): string | null {
  if (mobile === "") return null;
  const bare = normalMobile(mobile);
  return /^\+?\d{3,20}$/.test(bare) ? bare : complain("mobile", "mobile_form");
}

function parseEmail({ email = "" }: Cells, complain: Complain): string | null {
  if (email === "") return null;
  if (email.length > 128) return complain("email", "too_long");
  return /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(email) ? email : complain("email", "email_form");
}

function parseStatus({ status = "" }: Cells, complain: Complain): ParsedRow["status"] {
  const said = status.toLowerCase();
  if (active.has(said)) return "active";
  return disabled.has(said) ? "disabled" : complain("status", "status");
}

/** Paths as `A/B`, separated by `;`; the same twice counts once. */
function parseDepartments({ departments = "" }: Cells, complain: Complain): string[] | null {
  if (departments === "") return complain("departments", "missing");
  const paths = departments.split(/[;；]/).map((path) => path.split("/").map((name) => name.trim()));
  // A separator at the end is a habit, not a department.
  if (paths.length > 1 && paths.at(-1)?.join("") === "") paths.pop();
  if (paths.some((names) => names.some((name) => name === "" || name.includes("\\")))) {
    return complain("departments", "department_form");
  }
  if (paths.some((names) => names.some((name) => [...name].length > limits.departmentNameChars))) {
    return complain("departments", "too_long");
  }
  if (paths.some((names) => names.length > limits.departmentDepth)) return complain("departments", "department_depth");
  if (paths.length > limits.departmentsPerPerson) return complain("departments", "too_long");
  return paths.map((names) => names.join("/"));
}

/** One for all departments, or one each. */
function parseLeaders({ leader = "" }: Cells, paths: string[] | null, complain: Complain): boolean[] | null {
  const said = leader.split(/[;；]/).map((one) => one.trim().toLowerCase());
  if (said.length > 1 && said.at(-1) === "" && said.length === (paths?.length ?? 0) + 1) said.pop();
  if (!said.every((one) => yes.has(one) || no.has(one))) return complain("leader", "leader");
  if (!paths) return null;
  if (said.length !== 1 && said.length !== paths.length) return complain("leader", "leader");
  return paths.map((_path, index) => yes.has(said[index] ?? said[0] ?? ""));
}
