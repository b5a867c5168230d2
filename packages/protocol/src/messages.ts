import * as z from "zod/mini";
import { call } from "./call.ts";
import { GroupRole } from "./company.ts";
import { Entry, GroupType } from "./entries.ts";
import { ClientMessageId, ConversationId, EntryId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

/** A row of the conversation list, as this viewer sees it. */
export const ConversationSummary = z.object({
  id: ConversationId,
  kind: z.enum(["direct", "group"]),
  /** Null for direct conversations. */
  type: z.nullable(GroupType),
  /** Group name; empty for direct conversations, whose name is the peer's. */
  name: z.string(),
  peerId: z.nullable(PrincipalId),
  /** Up to four members for the avatar mosaic; owner first. */
  mosaic: z.array(PrincipalId),
  memberCount: z.int(),
  role: z.nullable(GroupRole),
  /** Newest entry the viewer may see. */
  last: z.nullable(Entry),
  lastSeq: z.int(),
  lastOrdinal: z.int(),
  readSeq: z.int(),
  readOrdinal: z.int(),
  /** Seqs of unread messages that mention the viewer, oldest first, at most 20; @all counts. */
  mentionSeqs: z.array(z.int()),
  muted: z.boolean(),
  pinnedAt: z.nullable(z.iso.datetime()),
  markedUnread: z.boolean(),
  /** Removed from the list until something new comes. */
  hidden: z.boolean(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const messageCalls = {
  "conversations.list": call({
    summary: "One's conversations: pinned first, then by newest entry.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      cursor: z.optional(z.string()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.conversationsPage))),
    }),
    output: z.object({ conversations: z.array(ConversationSummary), nextCursor: z.nullable(z.string()) }),
    errors: [],
  }),
  "conversations.get": call({
    summary: "One conversation of one's own.",
    access: "signed_in",
    kind: "read",
    input: z.object({ conversationId: ConversationId }),
    output: ConversationSummary,
    errors: ["conversations/not_found"],
  }),
  "conversations.openDirect": call({
    summary: "The direct conversation with somebody, made if need be; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      personId: PrincipalId,
      /** The group from which it is opened, whose options may forbid it. */
      fromGroup: z.optional(ConversationId),
    }),
    output: ConversationSummary,
    errors: ["directory/person_not_found", "conversations/self", "conversations/peer_inactive", "contact/blocked"],
  }),
  "conversations.markRead": call({
    summary: "Moves one's read mark forward to `seq`; never back. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId, seq: z.int().check(z.minimum(0)) }),
    output: z.object({ readSeq: z.int(), readOrdinal: z.int() }),
    errors: ["conversations/not_found"],
  }),
  "conversations.set": call({
    summary: "One's own settings of a conversation: 免打扰, 置顶, 标为未读, 移除. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      muted: z.optional(z.boolean()),
      pinned: z.optional(z.boolean()),
      markedUnread: z.optional(z.boolean()),
      hidden: z.optional(z.boolean()),
    }),
    output: ConversationSummary,
    errors: ["conversations/not_found"],
  }),

  "messages.send": call({
    summary: "Sends a text. Idempotent by `clientId` per conversation and author: a retry answers the stored message.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      clientId: ClientMessageId,
      text: z.string().check(z.minLength(1), z.maxLength(limits.messageChars)),
      mentions: z.array(PrincipalId).check(z.maxLength(limits.mentionsPerMessage)),
      mentionAll: z.boolean(),
      replyToSeq: z.nullable(z.int()),
    }),
    output: z.object({
      id: EntryId,
      seq: z.int(),
      ordinal: z.int(),
      at: z.iso.datetime(),
      /** True when this was a retry. */
      duplicate: z.boolean(),
      /** `mention_all_denied`: the sender lacks the right; the message went out as plain text. Acceptance 59. */
      warning: z.nullable(z.enum(["mention_all_denied"])),
    }),
    errors: [
      "conversations/not_found",
      "conversations/dissolved",
      "conversations/peer_inactive",
      "messages/empty",
      "messages/muted",
      "messages/all_muted",
      "messages/reply_not_found",
      "messages/mention_not_member",
    ],
  }),
  "messages.history": call({
    summary:
      "Entries the viewer may see, ascending: the last ones before `before`, the first ones after `after`, or both ways around `around`.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      before: z.optional(z.int()),
      after: z.optional(z.int()),
      around: z.optional(z.int()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.historyPage))),
    }),
    output: z.object({
      entries: z.array(Entry),
      /** Whether the viewer may see older or newer entries beyond this page. */
      moreBefore: z.boolean(),
      moreAfter: z.boolean(),
      lastSeq: z.int(),
    }),
    errors: ["conversations/not_found"],
  }),
  "messages.typing": call({
    summary: "Tells the others that one is typing; over the socket only, dropped when there is much to do.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId }),
    output: z.object({}),
    errors: ["conversations/not_found"],
  }),
  "presence.watch": call({
    summary: "Replaces the set of people whose presence this socket is told of, and answers their state now.",
    access: "signed_in",
    kind: "read",
    input: z.object({ ids: z.array(PrincipalId).check(z.maxLength(limits.presencePerWatch)) }),
    output: z.object({ online: z.array(PrincipalId) }),
    errors: [],
  }),
} as const;
