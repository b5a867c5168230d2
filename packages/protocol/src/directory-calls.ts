import * as z from "zod/mini";
import { call } from "./call.ts";
import { Account, PersonName } from "./company.ts";
import { Brief, Card, DepartmentNode, Gender, Page, PersonRow, PersonStatus } from "./directory.ts";
import { PrincipalKind } from "./identity.ts";
import { DepartmentId, FileId, PrincipalId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

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
  "directory.setOwnPicture": call({
    summary:
      "Makes a ready upload of one's own, with the purpose `avatar`, one's picture; null takes the picture away. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ fileId: z.nullable(FileId) }),
    output: z.object({ avatarUrl: z.nullable(z.string()) }),
    errors: ["files/not_found", "files/not_ready", "directory/person_not_found"],
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
      /** Place among its siblings; equal ones are ordered by name. */
      order: z.optional(z.int().check(z.minimum(0), z.maximum(1_000_000))),
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
} as const;
