import * as z from "zod/mini";
import { call } from "./call.ts";
import { Brief } from "./directory.ts";
import { GroupType, JoinWay } from "./entries.ts";
import { Invite } from "./groups.ts";
import { ConversationId, InviteId, JoinRequestId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

export const groupInviteCalls = {
  "groups.createInvite": call({
    summary: "Makes an invitation by link or QR code. Idempotent by `key`.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      key: RequestKey,
      groupId: ConversationId,
      kind: z.enum(["link", "qr"]),
      validMs: z.optional(z.int().check(z.minimum(60_000), z.maximum(limits.inviteMaxMs))),
      maxUses: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(100_000)))),
    }),
    output: Invite,
    errors: [
      "groups/not_found",
      "access/permission_denied",
      "groups/all_staff_fixed_membership",
      "conversations/dissolved",
    ],
  }),
  "groups.invites": call({
    summary: "Invitations of the group that still work, newest first.",
    access: "signed_in",
    kind: "read",
    input: z.object({ groupId: ConversationId }),
    output: z.object({ invites: z.array(Invite) }),
    errors: ["groups/not_found", "access/permission_denied"],
  }),
  "groups.revokeInvite": call({
    summary: "Ends an invitation; idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, inviteId: InviteId }),
    output: z.object({}),
    errors: ["groups/not_found", "groups/invite_not_found", "access/permission_denied"],
  }),
  "groups.invitation": call({
    summary: "What an invitation leads to, before joining.",
    access: "signed_in",
    kind: "read",
    input: z.object({ token: z.string().check(z.minLength(1), z.maxLength(100)) }),
    output: z.object({
      groupId: ConversationId,
      name: z.string(),
      type: GroupType,
      memberCount: z.int(),
      memberLimit: z.nullable(z.int()),
      invitedBy: Brief,
      joinApproval: z.boolean(),
      state: z.enum(["open", "member", "waiting"]),
    }),
    errors: [
      "groups/invite_not_found",
      "groups/invite_expired",
      "groups/invite_revoked",
      "groups/invite_used_up",
      "conversations/dissolved",
    ],
  }),
  "groups.join": call({
    summary: "Joins by invitation, or asks to where approval is on. Idempotent: a member stays a member.",
    access: "signed_in",
    kind: "write",
    input: z.object({ token: z.string().check(z.minLength(1), z.maxLength(100)) }),
    output: z.object({ groupId: ConversationId, state: z.enum(["member", "waiting"]) }),
    errors: [
      "groups/invite_not_found",
      "groups/invite_expired",
      "groups/invite_revoked",
      "groups/invite_used_up",
      "groups/member_limit",
      "groups/external_not_allowed",
      "conversations/dissolved",
    ],
  }),
  "groups.joinRequests": call({
    summary: "Requests that wait for approval, oldest first.",
    access: "signed_in",
    kind: "read",
    input: z.object({ groupId: ConversationId }),
    output: z.object({
      requests: z.array(
        z.object({
          id: JoinRequestId,
          person: Brief,
          way: JoinWay,
          invitedBy: z.nullable(Brief),
          askedAt: z.iso.datetime(),
          expiresAt: z.iso.datetime(),
        }),
      ),
    }),
    errors: ["groups/not_found", "access/permission_denied"],
  }),
  "groups.decideJoin": call({
    summary: "Approves or refuses a waiting request.",
    access: "signed_in",
    kind: "write",
    input: z.object({ groupId: ConversationId, joinRequestId: JoinRequestId, approve: z.boolean() }),
    output: z.object({}),
    errors: [
      "groups/not_found",
      "groups/join_request_not_found",
      "access/permission_denied",
      "groups/member_limit",
      "directory/person_inactive",
    ],
  }),
} as const;
