import * as z from "zod/mini";
import { CardField } from "./company.ts";
import { PrincipalKind } from "./identity.ts";
import { DepartmentId, PrincipalId } from "./ids.ts";

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
  /** Hidden from people outside it; of such departments only administrators and people inside ever learn. */
  hidden: z.boolean(),
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

export const Page = { cursor: z.optional(z.string()), limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))) };
