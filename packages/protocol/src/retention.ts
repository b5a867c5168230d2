import * as z from "zod/mini";
import { call } from "./call.ts";
import { GroupType } from "./entries.ts";
import { ConversationId } from "./ids.ts";
import { limits } from "./limits.ts";

/** Days messages are kept; null: for ever. Reading R7. */
const Days = z.nullable(z.int());

/** A group as the console's list of retention shows it. */
export const KeptGroup = z.object({
  id: ConversationId,
  type: GroupType,
  name: z.string(),
  memberCount: z.int(),
  /** `policy`: as the company's policy says for its type; null: for ever; else the group's own days. */
  own: z.union([z.literal("policy"), Days]),
  /** What holds at present. */
  days: Days,
});
export type KeptGroup = z.infer<typeof KeptGroup>;

/** What a purge would remove. */
export const RetentionPreview = z.object({
  groups: z.int(),
  messages: z.int(),
  files: z.int(),
  /** Of the files, as they were uploaded. */
  bytes: z.int(),
  oldestAt: z.nullable(z.iso.datetime()),
  /** The groups that lose most, at most ten. */
  most: z.array(z.object({ id: ConversationId, name: z.string(), messages: z.int() })),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

export const retentionCalls = {
  "retention.preview": call({
    summary: "Counts what would go under another policy, or under another setting of one group; changes nothing.",
    access: "administrator",
    kind: "read",
    input: z.object({
      /** Absent: as the policy says now. */
      normalDays: z.optional(Days),
      customerDays: z.optional(Days),
      /** Only this group, kept for `days`. */
      group: z.optional(z.object({ groupId: ConversationId, days: z.union([z.literal("policy"), Days]) })),
    }),
    output: RetentionPreview,
    errors: ["groups/not_found", "policy/range"],
  }),
  "retention.groups": call({
    summary: "Groups by name, and how long each keeps its messages.",
    access: "administrator",
    kind: "read",
    input: z.object({
      query: z.optional(z.string().check(z.maxLength(limits.searchChars))),
      cursor: z.optional(ConversationId),
    }),
    output: z.object({ groups: z.array(KeptGroup), nextCursor: z.nullable(ConversationId) }),
    errors: [],
  }),
  "retention.setGroup": call({
    summary: "Sets how long one group keeps its messages; its members are told. Idempotent by nature.",
    access: "administrator",
    kind: "write",
    input: z.object({ groupId: ConversationId, days: z.union([z.literal("policy"), Days]) }),
    output: KeptGroup,
    errors: ["groups/not_found", "groups/option_not_allowed", "policy/range"],
  }),
} as const;
