import * as z from "zod/mini";
import { call } from "./call.ts";
import { Account, CardField, PersonName, Progress } from "./company.ts";
import { PrincipalKind } from "./identity.ts";
import { DepartmentId, ImportId, PrincipalId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

export const PersonStatus = z.enum(["active", "disabled", "left"]);
export type PersonStatus = z.infer<typeof PersonStatus>;

export const Gender = z.enum(["male", "female", "unknown"]);
export type Gender = z.infer<typeof Gender>;

/** What is needed to show somebody's name and avatar anywhere. */
export const Brief = z.object({
  id: PrincipalId,
  name: z.string(),
  kind: PrincipalKind,
  status: PersonStatus,
  avatarUrl: z.nullable(z.string()),
  /** Position of an employee, company of an external; null where not visible. */
  note: z.nullable(z.string()),
});
export type Brief = z.infer<typeof Brief>;

export const DepartmentNode = z.object({
  id: DepartmentId,
  parentId: z.nullable(DepartmentId),
  name: z.string(),
  /** Names from the root to this department. */
  path: z.array(z.string()),
  hasChildren: z.boolean(),
  /** Active people in it and below, each counted once. */
  headCount: z.int(),
  order: z.int(),
});
export type DepartmentNode = z.infer<typeof DepartmentNode>;

/** A person's place in one department. */
export const Placement = z.object({ departmentId: DepartmentId, path: z.array(z.string()), leader: z.boolean() });
export type Placement = z.infer<typeof Placement>;

/** A row of the people table. Fields the viewer may not see are null. */
export const PersonRow = z.object({
  id: PrincipalId,
  name: z.string(),
  account: z.nullable(z.string()),
  kind: PrincipalKind,
  status: PersonStatus,
  position: z.nullable(z.string()),
  mobile: z.nullable(z.string()),
  email: z.nullable(z.string()),
  gender: z.nullable(Gender),
  employeeNo: z.nullable(z.string()),
  /** Company of an external contact. */
  organisation: z.nullable(z.string()),
  placements: z.array(Placement),
  avatarUrl: z.nullable(z.string()),
  administrator: z.boolean(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** The card behind an avatar. `hidden` names the fields that a policy withholds from this viewer. */
export const Card = z.extend(PersonRow, { hidden: z.array(CardField), canMessage: z.boolean() });
export type Card = z.infer<typeof Card>;

const text = (max: number) => z.nullable(z.string().check(z.trim(), z.maxLength(max)));

const personFields = {
  name: PersonName,
  mobile: text(32),
  email: text(128),
  gender: Gender,
  position: text(64),
  employeeNo: text(64),
  avatarUrl: text(500),
};

const placementInput = z.object({ departmentId: DepartmentId, leader: z.boolean() });
const placements = z.array(placementInput).check(z.minLength(1), z.maxLength(limits.departmentsPerPerson));

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

export const Page = { cursor: z.optional(z.string()), limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))) };

export const directoryCalls = {
  "directory.departments": call({
    summary: "Visible children of a department in their order; of the root when `parentId` is null: the root itself.",
    access: "employee",
    kind: "read",
    input: z.object({ parentId: z.nullable(DepartmentId) }),
    output: z.object({ departments: z.array(DepartmentNode) }),
    errors: ["directory/department_not_found"],
  }),
  "directory.department": call({
    summary: "One department with its ancestors, root first, for breadcrumbs.",
    access: "employee",
    kind: "read",
    input: z.object({ departmentId: DepartmentId }),
    output: z.object({ department: DepartmentNode, ancestors: z.array(DepartmentNode), leaders: z.array(Brief) }),
    errors: ["directory/department_not_found"],
  }),
  "directory.people": call({
    summary:
      "People of a department, leaders first; with `below` also of the departments below. Without a department: externals.",
    access: "employee",
    kind: "read",
    input: z.object({
      departmentId: z.nullable(DepartmentId),
      below: z.boolean(),
      kind: z.optional(PrincipalKind),
      /** Others than active ones are shown to administrators only. */
      status: z.optional(z.enum(["active", "disabled", "left", "any"])),
      ...Page,
    }),
    output: z.object({ people: z.array(PersonRow), nextCursor: z.nullable(z.string()), total: z.int() }),
    errors: ["directory/department_not_found"],
  }),
  "directory.search": call({
    summary:
      "Finds people by name, pinyin, initials, account or mobile tail, and departments by name, pinyin, initials or path.",
    access: "employee",
    kind: "read",
    input: z.object({
      query: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.searchChars)),
      kinds: z.array(z.enum(["employee", "external", "department"])),
      includeInactive: z.optional(z.boolean()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    }),
    output: z.object({ people: z.array(PersonRow), departments: z.array(DepartmentNode) }),
    errors: [],
  }),
  "directory.card": call({
    summary: "The card of somebody; an external sees name and avatar only, and only of people in their groups.",
    access: "signed_in",
    kind: "read",
    input: z.object({ personId: PrincipalId }),
    output: Card,
    errors: ["directory/person_not_found"],
  }),
  "directory.briefs": call({
    summary: "Names and avatars of the given people; those not visible are left out.",
    access: "signed_in",
    kind: "read",
    input: z.object({ ids: z.array(PrincipalId).check(z.maxLength(limits.briefsPerCall)) }),
    output: z.object({ people: z.array(Brief) }),
    errors: [],
  }),
  "directory.matchPasted": call({
    summary: "Finds the people of a pasted list of accounts, mobiles or names, one a line or separated by commas.",
    access: "employee",
    kind: "read",
    input: z.object({ text: z.string().check(z.maxLength(200_000)) }),
    output: z.object({
      people: z.array(Brief),
      unknown: z.array(z.string()),
      /** Names that several people bear. */
      ambiguous: z.array(z.object({ text: z.string(), people: z.array(Brief) })),
    }),
    errors: [],
  }),

  "directory.createPerson": call({
    summary: "Adds an employee with a temporary password. Idempotent by `key`.",
    access: "administrator",
    kind: "write",
    input: z.object({ key: RequestKey, ...personFields, account: Account, placements }),
    output: z.object({ personId: PrincipalId, temporaryPassword: z.string() }),
    errors: [
      "directory/account_taken",
      "directory/mobile_taken",
      "directory/email_taken",
      "directory/department_not_found",
    ],
  }),
  "directory.createExternal": call({
    summary: "Adds an external contact, known by name and mobile. Idempotent by `key`.",
    access: "employee",
    kind: "write",
    input: z.object({
      key: RequestKey,
      name: PersonName,
      mobile: z.string().check(z.trim(), z.minLength(3), z.maxLength(32)),
      organisation: text(64),
    }),
    output: z.object({ personId: PrincipalId }),
    errors: ["directory/mobile_taken"],
  }),
  "directory.updatePerson": call({
    summary: "Changes the given fields of a person; placements are replaced as a whole. Idempotent by nature.",
    access: "administrator",
    kind: "write",
    input: z.extend(z.partial(z.object({ ...personFields, account: Account, organisation: text(64), placements })), {
      personId: PrincipalId,
    }),
    output: PersonRow,
    errors: [
      "directory/person_not_found",
      "directory/account_taken",
      "directory/mobile_taken",
      "directory/email_taken",
      "directory/department_not_found",
      "directory/needs_department",
    ],
  }),
  "directory.setStatus": call({
    summary:
      "Disables, re-enables or marks a person as having left. Sessions end, groups are left and owned groups pass on at once. Idempotent.",
    access: "administrator",
    kind: "write",
    input: z.object({
      personId: PrincipalId,
      status: PersonStatus,
      /** Who takes over the groups they own; else the chain of reading R20 decides. */
      successorId: z.optional(PrincipalId),
    }),
    output: PersonRow,
    errors: [
      "directory/person_not_found",
      "directory/person_inactive",
      "identity/last_administrator",
      "directory/needs_department",
    ],
  }),
  "directory.createDepartment": call({
    summary: "Adds a department. Idempotent by `key`.",
    access: "administrator",
    kind: "write",
    input: z.object({
      key: RequestKey,
      parentId: DepartmentId,
      name: z
        .string()
        .check(z.trim(), z.minLength(1), z.maxLength(limits.departmentNameChars), z.regex(/^[^/;；\\]+$/)),
    }),
    output: DepartmentNode,
    errors: ["directory/department_not_found", "directory/department_exists", "directory/department_depth"],
  }),
  "directory.updateDepartment": call({
    summary: "Renames, reorders or moves a department; idempotent by nature.",
    access: "administrator",
    kind: "write",
    input: z.object({
      departmentId: DepartmentId,
      name: z.optional(
        z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.departmentNameChars), z.regex(/^[^/;；\\]+$/)),
      ),
      parentId: z.optional(DepartmentId),
      order: z.optional(z.int()),
      /** Hidden from people outside it. */
      hidden: z.optional(z.boolean()),
    }),
    output: DepartmentNode,
    errors: [
      "directory/department_not_found",
      "directory/department_exists",
      "directory/department_loop",
      "directory/department_root",
      "directory/department_depth",
    ],
  }),
  "directory.deleteDepartment": call({
    summary: "Deletes an empty department.",
    access: "administrator",
    kind: "write",
    input: z.object({ departmentId: DepartmentId }),
    output: z.object({}),
    errors: ["directory/department_not_found", "directory/department_not_empty", "directory/department_root"],
  }),

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
