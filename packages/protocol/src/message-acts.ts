import * as z from "zod/mini";
import { call } from "./call.ts";
import { Emoji, MessageContent } from "./content.ts";
import { Entry } from "./entries.ts";
import { ConversationId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

const Seq = z.int().check(z.minimum(1));
const at = { conversationId: ConversationId, seq: Seq };

/** What was said, for its author to say it again otherwise. */
export const SaidDraft = z.object({
  text: z.string(),
  mentions: z.array(PrincipalId),
  mentionAll: z.boolean(),
  replyToSeq: z.nullable(z.int()),
  content: z.optional(MessageContent),
  thread: z.optional(z.int()),
});
export type SaidDraft = z.infer<typeof SaidDraft>;

/** What the viewer may do to one message now. The acts themselves judge by the same rules. */
export const MessageAbilities = z.object({
  /** Quote it, or answer in its thread. */
  reply: z.boolean(),
  react: z.boolean(),
  recall: z.boolean(),
  edit: z.boolean(),
  pin: z.boolean(),
  versions: z.boolean(),
  closePoll: z.boolean(),
});
export type MessageAbilities = z.infer<typeof MessageAbilities>;

const common = ["conversations/not_found", "conversations/dissolved", "messages/not_found"] as const;

/** Acts on messages. Each answers at once; what it changes reaches every device as an entry (or an event to one's own). */
export const messageActCalls = {
  "messages.can": call({
    summary: "What one may do to a message now, for its menu.",
    access: "signed_in",
    kind: "read",
    input: z.object(at),
    output: MessageAbilities,
    errors: [...common],
  }),
  "messages.recall": call({
    summary:
      "Recalls (撤回) a message: its content is gone for all, quotes of it are masked. Idempotent. Acceptance 55.",
    access: "signed_in",
    kind: "write",
    input: z.object(at),
    output: z.object({
      /** To the author: what was said. Null to others. */
      draft: z.nullable(SaidDraft),
    }),
    errors: [...common, "messages/recall_expired", "access/permission_denied"],
  }),
  "messages.edit": call({
    summary:
      "Says a message of one's own otherwise; of one with content, its caption. Unchanged it stays as it is. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      ...at,
      text: z.string().check(z.maxLength(limits.messageChars)),
      mentions: z.array(PrincipalId).check(z.maxLength(limits.mentionsPerMessage)),
      mentionAll: z.boolean(),
    }),
    output: z.object({ entry: Entry, warning: z.nullable(z.enum(["mention_all_denied"])) }),
    errors: [
      ...common,
      "conversations/peer_inactive",
      "messages/empty",
      "messages/muted",
      "messages/all_muted",
      "messages/mention_not_member",
      "messages/edit_expired",
      "messages/not_editable",
      "access/permission_denied",
    ],
  }),
  "messages.versions": call({
    summary: "What an edited message said before, oldest first: for its author, the owner and administrators.",
    access: "signed_in",
    kind: "read",
    input: z.object(at),
    output: z.object({ versions: z.array(z.object({ text: z.string(), at: z.iso.datetime() })) }),
    errors: [...common, "access/permission_denied"],
  }),
  "messages.react": call({
    summary: "Puts an emoji of one's own on a message, or takes it away. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ ...at, emoji: Emoji, on: z.boolean() }),
    output: z.object({}),
    errors: [...common, "messages/emoji", "messages/reaction_limit"],
  }),
  "messages.reactors": call({
    summary: "Who put that emoji on a message, in that order.",
    access: "signed_in",
    kind: "read",
    input: z.object({ ...at, emoji: Emoji }),
    output: z.object({ people: z.array(PrincipalId) }),
    errors: [...common],
  }),
  "messages.pin": call({
    summary:
      "Pins a message in its conversation, or unpins it. In groups: staff, and who may edit the group. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ ...at, on: z.boolean() }),
    output: z.object({}),
    errors: [...common, "messages/pin_limit", "access/permission_denied"],
  }),
  "messages.pins": call({
    summary: "The pinned messages one may see, the latest pinned first.",
    access: "signed_in",
    kind: "read",
    input: z.object({ conversationId: ConversationId }),
    output: z.object({ entries: z.array(Entry) }),
    errors: ["conversations/not_found"],
  }),
  "messages.hide": call({
    summary: "Deletes messages for oneself, on all one's devices, for ever. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      seqs: z.array(Seq).check(z.minLength(1), z.maxLength(limits.entriesPerGet)),
    }),
    output: z.object({}),
    errors: ["conversations/not_found"],
  }),
  "messages.thread": call({
    summary:
      "The message that began a thread, and a page of the answers, ascending: the last ones unless told otherwise.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      rootSeq: Seq,
      before: z.optional(z.int()),
      after: z.optional(z.int()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.entriesPerGet))),
    }),
    output: z.object({ root: Entry, entries: z.array(Entry), moreBefore: z.boolean(), moreAfter: z.boolean() }),
    errors: ["conversations/not_found", "messages/thread_not_found"],
  }),
  "messages.vote": call({
    summary: "Votes in a poll: replaces what one chose, with nothing it takes the vote back. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ ...at, options: z.array(z.int().check(z.minimum(0))).check(z.maxLength(20)) }),
    output: z.object({}),
    errors: [...common, "messages/not_a_poll", "messages/poll_closed", "messages/poll_choice"],
  }),
  "messages.closePoll": call({
    summary: "Closes a poll: its author, the owner and administrators. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object(at),
    output: z.object({}),
    errors: [...common, "messages/not_a_poll", "access/permission_denied"],
  }),
  "messages.pollVoters": call({
    summary: "Who chose what in a poll that is not anonymous; one list an option.",
    access: "signed_in",
    kind: "read",
    input: z.object(at),
    output: z.object({ options: z.array(z.array(PrincipalId)) }),
    errors: [...common, "messages/not_a_poll", "messages/poll_anonymous"],
  }),
  "messages.joinChain": call({
    summary: "Writes or changes one's line of a chain (接龙); null takes it back. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      ...at,
      text: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.chainLineChars))),
    }),
    output: z.object({}),
    errors: [...common, "messages/not_a_chain", "messages/chain_full", "messages/muted", "messages/all_muted"],
  }),
} as const;
