import * as z from "zod/mini";
import { call } from "./call.ts";
import { GroupRole } from "./company.ts";
import { Brief, Page } from "./directory.ts";
import { GroupOptions, GroupType } from "./entries.ts";
import { GroupDetails, Member, Refusal, Selection } from "./groups.ts";
import { ConversationId, DepartmentId, PrincipalId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

const groupName = z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.groupNameChars));

export const groupCalls = {
  "groups.previewSelection": call({
    summary:
      "Live head-count of a selection: the union without duplicates, and how it fits a new or an existing group.",
    access: "employee",
    kind: "read",
    input: z.object({ selection: Selection, groupId: z.optional(ConversationId), type: GroupType }),
    output: z.object({
      /** Distinct people, the actor not counted, members of `groupId` not counted. */
      count: z.int(),
      externals: z.int(),
      /** How often somebody was chosen more than once. */
      duplicates: z.int(),
      alreadyMembers: z.int(),
      limit: z.nullable(z.int()),
      /** Room left after adding; negative when over the limit. */
      free: z.nullable(z.int()),
      sample: z.array(Brief),
    }),
    errors: ["groups/not_found", "directory/department_not_found", "directory/person_not_found"],
  }),
  "groups.create": call({
    summary: "Creates a group; the actor owns it. All-staff groups ignore the selection. Idempotent by `key`.",
    access: "employee",
    kind: "write",
    input: z.object({
      key: RequestKey,
      type: GroupType,
      /** Missing: made of the first members' names. */
      name: z.optional(groupName),
      selection: Selection,
      /** 按部门自动同步: keep following the ticked departments. */
      followDepartments: z.boolean(),
      announcement: z.optional(z.string().check(z.trim(), z.maxLength(limits.announcementChars))),
      options: z.optional(z.partial(GroupOptions)),
    }),
    output: z.object({ groupId: ConversationId }),
    errors: [
      "access/permission_denied",
      "groups/member_limit",
      "groups/too_few",
      "groups/external_not_allowed",
      "groups/all_staff_exists",
      "groups/option_not_allowed",
      "groups/not_found",
      "directory/department_not_found",
      "directory/person_not_found",
      "directory/person_inactive",
    ],
  }),
  "groups.get": call({
    summary: "A group the actor is in, with what the actor may do there.",
    access: "signed_in",
    kind: "read",
    input: z.object({ groupId: ConversationId }),
    output: GroupDetails,
    errors: ["groups/not_found"],
  }),
  "groups.mine": call({
    summary: "Groups the actor is in, by name; for the address book.",
    access: "signed_in",
    kind: "read",
    input: z.object({ query: z.optional(z.string().check(z.maxLength(limits.searchChars))), ...Page }),
    output: z.object({
      groups: z.array(
        z.object({
          id: ConversationId,
          name: z.string(),
          type: GroupType,
          memberCount: z.int(),
          role: GroupRole,
          mosaic: z.array(PrincipalId),
        }),
      ),
      nextCursor: z.nullable(z.string()),
      total: z.int(),
    }),
    errors: [],
  }),
  "groups.members": call({
    summary: "Members, owner and administrators first, then by joining; `query` matches name, pinyin and initials.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      groupId: ConversationId,
      query: z.optional(z.string().check(z.maxLength(limits.searchChars))),
      ...Page,
    }),
    output: z.object({
      members: z.array(Member),
      nextCursor: z.nullable(z.string()),
      total: z.int(),
      /** There are at least `total`: whom one character of a search finds in a large group is not counted to the end. */
      totalIsLeast: z.boolean(),
    }),
    errors: ["groups/not_found", "access/permission_denied"],
  }),
  "groups.addMembers": call({
    summary:
      "Adds people; all or none, or with `partial` as many as fit. People already in are skipped, so a retry is harmless.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, selection: Selection, partial: z.optional(z.boolean()) }),
    output: z.object({
      added: z.array(PrincipalId),
      refused: z.array(Refusal),
      /** People whose joining waits for approval. */
      waiting: z.array(PrincipalId),
    }),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/member_limit",
      "groups/external_not_allowed",
      "groups/all_staff_fixed_membership",
      "groups/nothing_selected",
      "directory/department_not_found",
      "directory/person_not_found",
      "directory/person_inactive",
      "conversations/dissolved",
    ],
  }),
  "groups.removeMembers": call({
    summary: "Removes members, all or none; who is not in is skipped, so a retry is harmless.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      members: z.array(PrincipalId).check(z.minLength(1), z.maxLength(2_000)),
    }),
    output: z.object({ removed: z.array(PrincipalId) }),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/target_outranks",
      "groups/all_staff_fixed_membership",
      "groups/needs_employee",
      "conversations/dissolved",
    ],
  }),
  "groups.leave": call({
    summary:
      "Leaves; an owner names a successor or the chain of reading R20 decides. The last member's leaving dissolves the group.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, successorId: z.optional(PrincipalId) }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "groups/all_staff_fixed_membership",
      "groups/needs_employee",
      "groups/owner_not_eligible",
    ],
  }),
  "groups.handOver": call({
    summary: "Makes another member the owner; the former one becomes a member. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, to: PrincipalId }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/not_a_member",
      "groups/owner_not_eligible",
      "conversations/dissolved",
    ],
  }),
  "groups.setAdministrator": call({
    summary: "Appoints a member administrator or dismisses one. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, member: PrincipalId, administrator: z.boolean() }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/not_a_member",
      "groups/owner_not_eligible",
      "groups/already_owner",
      "groups/administrator_limit",
      "conversations/dissolved",
    ],
  }),
  "groups.edit": call({
    summary: "Changes name or description. Idempotent by nature: an unchanged value leaves no entry.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      name: z.optional(groupName),
      description: z.optional(z.string().check(z.trim(), z.maxLength(limits.groupDescriptionChars))),
    }),
    output: z.object({}),
    errors: ["groups/not_found", "access/permission_denied", "conversations/dissolved"],
  }),
  "groups.announce": call({
    summary: "Sets the announcement; an empty text takes it down. Idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      text: z.string().check(z.trim(), z.maxLength(limits.announcementChars)),
      /** Members are asked to confirm it. */
      confirm: z.optional(z.boolean()),
    }),
    output: z.object({}),
    errors: ["groups/not_found", "access/permission_denied", "conversations/dissolved", "messages/receipts_off"],
  }),
  "groups.setOptions": call({
    summary:
      "Changes the given options; `rights` is merged cell by cell, null removes an override. Idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      options: z.partial(z.extend(GroupOptions, { rights: z.record(z.string(), z.nullable(z.boolean())) })),
    }),
    output: z.object({}),
    errors: ["groups/not_found", "access/permission_denied", "groups/option_not_allowed", "conversations/dissolved"],
  }),
  "groups.followDepartments": call({
    summary: "Turns following on or off, and sets which departments are followed. Idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      follow: z.boolean(),
      departments: z.optional(
        z
          .array(z.object({ departmentId: DepartmentId, below: z.boolean() }))
          .check(z.maxLength(limits.selectionDepartments)),
      ),
    }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/type_fixed",
      "groups/member_limit",
      "directory/department_not_found",
      "conversations/dissolved",
    ],
  }),
  "groups.muteMember": call({
    summary: "Silences one member until a time, or lifts that with null. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, member: PrincipalId, until: z.nullable(z.iso.datetime()) }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/not_a_member",
      "groups/target_outranks",
      "conversations/dissolved",
    ],
  }),
  "groups.setNickname": call({
    summary: "Sets one's own name in a group that does not insist on real names; null takes it away. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      groupId: ConversationId,
      nickname: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(32))),
    }),
    output: z.object({}),
    errors: ["groups/not_found", "groups/real_name", "conversations/dissolved"],
  }),
  "groups.dissolve": call({
    summary: "Ends the group for all its members; the record stays. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId }),
    output: z.object({}),
    errors: ["groups/not_found", "access/permission_denied"],
  }),
} as const;
