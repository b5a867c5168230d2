import * as z from "zod/mini";
import { call } from "./call.ts";
import { Progress } from "./company.ts";
import { Page } from "./directory.ts";
import { ImportId } from "./ids.ts";

/**
 * Columns of the import template, WeCom's contact template. `required` ones must be in the header and filled.
 * 部门 holds paths from below the root as `A/B`, several separated by `;` (full-width ；also). 是否领导 holds 1/0 or 是/否,
 * one for all departments or one each separated by `;`.
 */
export const importColumns = [
  { key: "name", title: "姓名", required: true, aliases: ["name"] },
  { key: "account", title: "账号", required: true, aliases: ["帐号", "account", "userid"] },
  { key: "mobile", title: "手机", required: false, aliases: ["手机号", "mobile"] },
  { key: "email", title: "邮箱", required: false, aliases: ["企业邮箱", "个人邮箱", "email"] },
  { key: "departments", title: "部门", required: true, aliases: ["所在部门", "department"] },
  { key: "position", title: "职务", required: false, aliases: ["职位", "position"] },
  { key: "gender", title: "性别", required: false, aliases: ["gender"] },
  { key: "employeeNo", title: "工号", required: false, aliases: ["员工编号", "employee_no"] },
  { key: "leader", title: "是否领导", required: false, aliases: ["部门负责人", "是否部门负责人", "leader"] },
  { key: "status", title: "状态", required: false, aliases: ["启用状态", "status"] },
] as const;
export type ImportColumn = (typeof importColumns)[number]["key"];

export const ImportRowError = z.object({
  /** Line in the file, the header being line 1. */
  line: z.int(),
  column: z.nullable(z.string()),
  /** Kind of fault, worded by the catalogs: `import.fault.<kind>`. */
  fault: z.enum([
    "missing",
    "too_long",
    "account_form",
    "mobile_form",
    "email_form",
    "gender",
    "leader",
    "status",
    "department_form",
    "department_depth",
    "duplicate_account",
    "duplicate_mobile",
    "duplicate_email",
    "taken_mobile",
    "taken_email",
    "external_account",
    "encoding",
    "columns",
  ]),
  value: z.string(),
});
export type ImportRowError = z.infer<typeof ImportRowError>;

export const ImportAction = z.enum(["create", "change", "move", "leave"]);
export type ImportAction = z.infer<typeof ImportAction>;

/** One line of the dry run. `line` is null for leavers, who are not in the file. */
export const ImportChange = z.object({
  action: ImportAction,
  line: z.nullable(z.int()),
  name: z.string(),
  account: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
});
export type ImportChange = z.infer<typeof ImportChange>;

export const ImportStatus = z.object({
  id: ImportId,
  fileName: z.string(),
  /** waiting → checking → ready (or faulty) → applying → applied; failed and cancelled end it. */
  state: z.enum(["waiting", "checking", "ready", "faulty", "applying", "applied", "failed", "cancelled"]),
  progress: Progress,
  encoding: z.nullable(z.enum(["utf-8", "utf-8-bom", "gb18030", "xlsx"])),
  rows: z.int(),
  counts: z.object({
    create: z.int(),
    change: z.int(),
    move: z.int(),
    leave: z.int(),
    unchanged: z.int(),
    departments: z.int(),
  }),
  errorCount: z.int(),
  failure: z.nullable(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })),
  createdAt: z.iso.datetime(),
});
export type ImportStatus = z.infer<typeof ImportStatus>;

export const importCalls = {
  "directory.imports": call({
    summary: "The latest imports, newest first.",
    access: "administrator",
    kind: "read",
    input: z.object({}),
    output: z.object({ imports: z.array(ImportStatus) }),
    errors: [],
  }),
  "directory.import": call({
    summary:
      "State and progress of an import. The file itself is sent to `POST /api/directory/imports?fileName=`, as the raw body.",
    access: "administrator",
    kind: "read",
    input: z.object({ importId: ImportId }),
    output: ImportStatus,
    errors: ["directory/import_not_found"],
  }),
  "directory.importErrors": call({
    summary: "Faulty rows of a dry run in file order.",
    access: "administrator",
    kind: "read",
    input: z.object({ importId: ImportId, ...Page }),
    output: z.object({ errors: z.array(ImportRowError), nextCursor: z.nullable(z.string()) }),
    errors: ["directory/import_not_found"],
  }),
  "directory.importChanges": call({
    summary: "What applying would do, one action at a time, in file order.",
    access: "administrator",
    kind: "read",
    input: z.object({ importId: ImportId, action: ImportAction, ...Page }),
    output: z.object({ changes: z.array(ImportChange), nextCursor: z.nullable(z.string()) }),
    errors: ["directory/import_not_found"],
  }),
  "directory.applyImport": call({
    summary:
      "Applies a faultless dry run, all or nothing, in the background. Repeated while applying or applied it changes nothing.",
    access: "administrator",
    kind: "write",
    input: z.object({
      importId: ImportId,
      /** Whether employees who are not in the file leave. */
      missingLeave: z.boolean(),
    }),
    output: ImportStatus,
    errors: [
      "directory/import_not_found",
      "directory/import_has_errors",
      "directory/import_state",
      "directory/import_stale",
    ],
  }),
  "directory.cancelImport": call({
    summary: "Gives a waiting or checked import up; idempotent.",
    access: "administrator",
    kind: "write",
    input: z.object({ importId: ImportId }),
    output: ImportStatus,
    errors: ["directory/import_not_found", "directory/import_state"],
  }),
} as const;
