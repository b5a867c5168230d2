import * as z from "zod/mini";
import { GroupRole } from "./company.ts";
import { Emoji, MessageContent, MessageState } from "./content.ts";
import { ClientMessageId, ConversationId, EntryId, PrincipalId } from "./ids.ts";
import { ReminderHours } from "./receipts.ts";

/** How somebody came into a group. Acceptance 33. */
export const JoinWay = z.enum(["created", "picked", "department", "all_staff", "link", "qr"]);
export type JoinWay = z.infer<typeof JoinWay>;

/** How somebody went. `moved`: their department no longer belongs; `inactive`: disabled or left the company. */
export const LeaveWay = z.enum(["left", "removed", "moved", "inactive"]);
export type LeaveWay = z.infer<typeof LeaveWay>;

/** Options of a group, product.md chapter 2. Only what differs from the company's matrix stands in `rights`. */
export const GroupOptions = z.object({
  /** Overrides of the matrix as `role.right`. */
  rights: z.record(z.string(), z.boolean()),
  /** 入群确认: the owner or an administrator confirms who others invite, or who comes by link. */
  joinApproval: z.boolean(),
  /** 全员禁言 */
  onlyStaffSpeak: z.boolean(),
  /** Members cannot open a direct chat from the group nor see contact fields through it. Always on among externals. */
  noPrivateChat: z.boolean(),
  hideMembersFromExternals: z.boolean(),
  /** What newcomers see: from joining only, the last N messages, the last N days, or all. */
  newcomerHistory: z.union([
    z.literal("none"),
    z.literal("all"),
    z.object({ last: z.int().check(z.minimum(1), z.maximum(10_000)) }),
    z.object({ days: z.int().check(z.minimum(1), z.maximum(3_650)) }),
  ]),
  /** Members appear under their directory names; nick-names are refused. */
  realNames: z.boolean(),
  /** Off: nobody sees who has read what here. Never shown where an external is a member. Acceptance 60. */
  receipts: z.boolean(),
});
export type GroupOptions = z.infer<typeof GroupOptions>;

export const defaultGroupOptions: GroupOptions = {
  rights: {},
  joinApproval: false,
  onlyStaffSpeak: false,
  noPrivateChat: false,
  hideMembersFromExternals: false,
  newcomerHistory: "none",
  realNames: true,
  receipts: true,
};

export const GroupType = z.enum(["normal", "all_staff", "customer"]);
export type GroupType = z.infer<typeof GroupType>;

/** Members an entry names: all of them up to 20, else the first 20 and how many in all. */
const some = { members: z.array(PrincipalId), count: z.int() };

/** What happened. `message` is the only kind that counts as unread. */
export const EntryBody = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("message"),
    text: z.string(),
    mentions: z.array(PrincipalId),
    mentionAll: z.boolean(),
    /** The quoted message: its seq here, its author and the start of its text as they were when quoted. */
    replyTo: z.nullable(
      z.object({
        seq: z.int(),
        by: PrincipalId,
        text: z.string(),
        /** The quoted message was recalled: its text is empty. */
        recalled: z.optional(z.boolean()),
      }),
    ),
    /** Absent: plain text. */
    content: z.optional(MessageContent),
    /** Seq of the message that began the thread this one belongs to. */
    thread: z.optional(z.int()),
    /** 必读/回执: everybody who could read it when it was sent is asked to confirm. */
    confirm: z.optional(z.boolean()),
    /** How often whoever has not confirmed is reminded; absent: as usual. */
    remindHours: z.optional(ReminderHours),
    /** 加急: notifies in spite of 免打扰, as far as the policy allows. */
    urgent: z.optional(z.boolean()),
  }),
  /** Stands where a recalled message was; keeps its seq, ordinal and thread. `by` of the entry is still the author. */
  z.object({
    kind: z.literal("recalled"),
    recalledBy: PrincipalId,
    at: z.iso.datetime(),
    thread: z.optional(z.int()),
  }),
  /** Stands where a message was that the viewer deleted for themselves; it still counts in its thread. */
  z.object({ kind: z.literal("hidden"), thread: z.optional(z.int()) }),
  /**
   * Acts on the message at `target`. They carry no content: whoever may not see the target learns nothing, whoever
   * holds it fetches it anew (`messages.get`) or counts on by what the act says.
   */
  z.object({ kind: z.literal("message_edited"), target: z.int() }),
  z.object({ kind: z.literal("message_recalled"), target: z.int() }),
  z.object({ kind: z.literal("message_reacted"), target: z.int(), emoji: Emoji, on: z.boolean() }),
  z.object({ kind: z.literal("message_pinned"), target: z.int(), on: z.boolean() }),
  /** `by` of the entry is null where the poll is anonymous. */
  z.object({
    kind: z.literal("poll_voted"),
    target: z.int(),
    added: z.array(z.int()),
    removed: z.array(z.int()),
    /** The first vote of this person, or their last one taken back. */
    voters: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  }),
  z.object({ kind: z.literal("poll_closed"), target: z.int() }),
  /** The entry's author wrote, changed or (null) took back their line of the chain. */
  z.object({ kind: z.literal("chain_joined"), target: z.int(), text: z.nullable(z.string()) }),
  z.object({ kind: z.literal("group_created"), name: z.string(), type: GroupType, ...some }),
  z.object({ kind: z.literal("members_joined"), way: JoinWay, ...some }),
  z.object({ kind: z.literal("members_left"), way: LeaveWay, ...some }),
  z.object({ kind: z.literal("owner_changed"), to: PrincipalId, from: z.nullable(PrincipalId) }),
  z.object({ kind: z.literal("role_changed"), member: PrincipalId, role: GroupRole }),
  z.object({ kind: z.literal("group_renamed"), name: z.string() }),
  z.object({ kind: z.literal("group_described"), description: z.string() }),
  /** `confirm`: members are asked to confirm having read it. */
  z.object({ kind: z.literal("announced"), text: z.string(), confirm: z.optional(z.boolean()) }),
  z.object({ kind: z.literal("options_changed"), options: GroupOptions }),
  z.object({ kind: z.literal("member_muted"), member: PrincipalId, until: z.nullable(z.iso.datetime()) }),
  /** How many days messages are kept from now on; null: for ever. */
  z.object({ kind: z.literal("retention_changed"), days: z.nullable(z.int()) }),
  z.object({ kind: z.literal("departments_followed"), follow: z.boolean() }),
  z.object({ kind: z.literal("dissolved") }),
]);
export type EntryBody = z.infer<typeof EntryBody>;
export type MessageBody = Extract<EntryBody, { kind: "message" }>;

/** One entry of a conversation's log. */
export const Entry = z.object({
  id: EntryId,
  /** Gap-free position in the conversation, from 1. */
  seq: z.int(),
  /** Messages up to and including this entry; unread is a difference of ordinals. */
  ordinal: z.int(),
  at: z.iso.datetime(),
  /** Null when the system acted (import, directory rules). */
  by: z.nullable(PrincipalId),
  /** The author's own key of a message, so that a pending row becomes this one. */
  clientId: z.nullable(ClientMessageId),
  body: EntryBody,
  /** Only on messages, and only where something has happened to them. */
  state: z.optional(MessageState),
  /** Seq of the newest entry that changed this one, as far as shown here: a later act counts on, an earlier one is in. */
  changedSeq: z.optional(z.int()),
});
export type Entry = z.infer<typeof Entry>;

/** Entries of one conversation in ascending, gap-free order as far as the reader may see them. */
export const EntryBatch = z.object({ conversationId: ConversationId, entries: z.array(Entry) });
export type EntryBatch = z.infer<typeof EntryBatch>;
