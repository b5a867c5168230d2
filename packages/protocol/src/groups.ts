import * as z from "zod/mini";
import { GroupRight, GroupRole } from "./company.ts";
import { Brief } from "./directory.ts";
import { GroupOptions, GroupType, JoinWay } from "./entries.ts";
import { ConversationId, DepartmentId, InviteId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

/** People chosen in a member picker; the union counts, each person once, less `except`. */
export const Selection = z.object({
  people: z.array(PrincipalId).check(z.maxLength(limits.selectionPeople)),
  departments: z
    .array(z.object({ departmentId: DepartmentId, below: z.boolean() }))
    .check(z.maxLength(limits.selectionDepartments)),
  groups: z.array(ConversationId).check(z.maxLength(50)),
  except: z.array(PrincipalId).check(z.maxLength(limits.selectionPeople)),
});
export type Selection = z.infer<typeof Selection>;

export const emptySelection: Selection = { people: [], departments: [], groups: [], except: [] };

/** What the viewer may do in a group: computed by the same rules that decide the calls. */
export const GroupAbilities = z.object({
  invite: z.boolean(),
  remove: z.boolean(),
  edit: z.boolean(),
  announce: z.boolean(),
  mentionAll: z.boolean(),
  speak: z.boolean(),
  leave: z.boolean(),
  dissolve: z.boolean(),
  handOver: z.boolean(),
  appoint: z.boolean(),
  muteMembers: z.boolean(),
  seeMembers: z.boolean(),
  setNickname: z.boolean(),
});
export type GroupAbilities = z.infer<typeof GroupAbilities>;

export const Announcement = z.object({
  text: z.string(),
  by: z.nullable(PrincipalId),
  at: z.iso.datetime(),
  /** Of its entry; absent on those of long ago. */
  seq: z.optional(z.int()),
  /** Members are asked to confirm it. */
  confirm: z.optional(z.boolean()),
});
export type Announcement = z.infer<typeof Announcement>;

export const GroupDetails = z.object({
  id: ConversationId,
  type: GroupType,
  name: z.string(),
  description: z.string(),
  announcement: z.nullable(Announcement),
  ownerId: z.nullable(PrincipalId),
  memberCount: z.int(),
  /** Null: no limit (all-staff). */
  memberLimit: z.nullable(z.int()),
  externalCount: z.int(),
  options: GroupOptions,
  /** The matrix after company policy and the group's own overrides, as `role.right`. */
  rights: z.record(z.string(), z.boolean()),
  followsDepartments: z.boolean(),
  departments: z.array(z.object({ departmentId: DepartmentId, below: z.boolean(), path: z.array(z.string()) })),
  state: z.enum(["active", "dissolved"]),
  dissolvedAt: z.nullable(z.iso.datetime()),
  createdAt: z.iso.datetime(),
  createdBy: z.nullable(PrincipalId),
  /** How many days messages are kept; null: for ever. */
  retentionDays: z.nullable(z.int()),
  role: GroupRole,
  can: GroupAbilities,
});
export type GroupDetails = z.infer<typeof GroupDetails>;

export const Member = z.object({
  person: Brief,
  role: GroupRole,
  nickname: z.nullable(z.string()),
  joinedAt: z.iso.datetime(),
  way: JoinWay,
  mutedUntil: z.nullable(z.iso.datetime()),
  /** Whether the viewer may remove, mute, appoint or hand over to this member. */
  can: z.object({ remove: z.boolean(), mute: z.boolean(), appoint: z.boolean(), handOver: z.boolean() }),
});
export type Member = z.infer<typeof Member>;

export const Invite = z.object({
  id: InviteId,
  kind: z.enum(["link", "qr"]),
  /** The secret part of the address `/join/<token>`. */
  token: z.string(),
  createdBy: PrincipalId,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  uses: z.int(),
  maxUses: z.nullable(z.int()),
  revoked: z.boolean(),
});
export type Invite = z.infer<typeof Invite>;

export const Refusal = z.object({
  id: PrincipalId,
  code: z.enum(["groups/member_limit", "groups/external_not_allowed", "directory/person_inactive"]),
});
export type Refusal = z.infer<typeof Refusal>;

/** Every cell of the matrix as `role.right`. */
export const groupRightCells: readonly string[] = GroupRole.options.flatMap((role) =>
  GroupRight.options.map((right) => `${role}.${right}`),
);
