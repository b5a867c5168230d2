import * as z from "zod/mini";
import { call } from "./call.ts";
import { GroupRole } from "./company.ts";
import { MessageContentDraft } from "./content.ts";
import { Entry, GroupType } from "./entries.ts";
import { ClientMessageId, ConversationId, EntryId, LabelId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";
import { NotifyLevel } from "./notifications.ts";
import { ReminderHours } from "./receipts.ts";

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
  /** Newest entry the viewer may see that is not an act; without state. */
  last: z.nullable(Entry),
  lastSeq: z.int(),
  /** First seq there is: what came before was removed by retention. */
  firstSeq: z.int(),
  lastOrdinal: z.int(),
  readSeq: z.int(),
  readOrdinal: z.int(),
  /** Seqs of unread messages that mention the viewer, oldest first, at most 20; @all counts. */
  mentionSeqs: z.array(z.int()),
  /** 免打扰: `notify` is not "all". */
  muted: z.boolean(),
  notify: NotifyLevel,
  pinnedAt: z.nullable(z.iso.datetime()),
  markedUnread: z.boolean(),
  /** Removed from the list until something new comes. */
  hidden: z.boolean(),
  /** 折叠: shown inside one row of the list. */
  folded: z.boolean(),
  /** One's own labels of it. */
  labels: z.array(LabelId),
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
    summary: "One's own settings of a conversation: 免打扰, 置顶, 标为未读, 移除, 折叠. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      /** True leaves mentions; overridden by `notify`. */
      muted: z.optional(z.boolean()),
      notify: z.optional(NotifyLevel),
      pinned: z.optional(z.boolean()),
      markedUnread: z.optional(z.boolean()),
      hidden: z.optional(z.boolean()),
      folded: z.optional(z.boolean()),
    }),
    output: ConversationSummary,
    errors: ["conversations/not_found"],
  }),

  "messages.send": call({
    summary:
      "Sends a message. Idempotent by `clientId` per conversation and author: a retry answers the stored message.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      clientId: ClientMessageId,
      /** The caption where there is content; may be empty only then. */
      text: z.string().check(z.maxLength(limits.messageChars)),
      mentions: z.array(PrincipalId).check(z.maxLength(limits.mentionsPerMessage)),
      mentionAll: z.boolean(),
      replyToSeq: z.nullable(z.int()),
      /** Absent: plain text. */
      content: z.optional(MessageContentDraft),
      /** Answers in the thread that begins at this message. */
      thread: z.optional(z.int()),
      /** 必读/回执: everybody is asked to confirm. */
      confirm: z.optional(z.boolean()),
      remindHours: z.optional(ReminderHours),
      /** 加急 */
      urgent: z.optional(z.boolean()),
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
      "messages/receipts_off",
      "messages/ask_too_many",
      "messages/ask_limit",
      "access/permission_denied",
      "messages/thread_not_found",
      "messages/link_not_found",
      "messages/file_kind",
      "messages/video_limits",
      "messages/voice_limits",
      "messages/poll_closed",
      "directory/person_not_found",
      "files/not_found",
      "files/not_ready",
    ],
  }),
  "messages.history": call({
    summary:
      "Entries the viewer may see, ascending: the last ones before `before`, the first ones after `after`, or both ways around `around`. Acts are in the state of their targets; they come as entries only if asked for.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      before: z.optional(z.int()),
      after: z.optional(z.int()),
      around: z.optional(z.int()),
      /** With `after`, for a device that holds what came before: acts come too, to be counted on. */
      acts: z.optional(z.boolean()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.historyPage))),
    }),
    output: z.object({
      entries: z.array(Entry),
      /** Whether the viewer may see older or newer entries beyond this page. */
      moreBefore: z.boolean(),
      moreAfter: z.boolean(),
      /** Everything up to here is in the state of these entries. */
      lastSeq: z.int(),
      /** With `acts`: what the viewer has deleted for themselves since `after`. */
      hidden: z.optional(z.array(z.int())),
    }),
    errors: ["conversations/not_found"],
  }),
  "messages.get": call({
    summary: "Entries by seq as they are now, ascending; those the viewer may not see are left out.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      seqs: z.array(z.int()).check(z.minLength(1), z.maxLength(limits.entriesPerGet)),
    }),
    output: z.object({
      entries: z.array(Entry),
      /** Everything up to here is in the state of these entries. */
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
