import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

/** How many people a message has reached: each of those who could see it, its author left out, is in one number. */
export const Receipt = z.object({
  seq: z.int(),
  unread: z.int(),
  /** Has read it; of a message to be confirmed: and not confirmed it yet. */
  read: z.int(),
  /** Only of messages to be confirmed. Acceptance 61. */
  confirmed: z.optional(z.int()),
});
export type Receipt = z.infer<typeof Receipt>;

/** Hours between reminders of a message to be confirmed; 0: nobody is reminded. */
export const ReminderHours = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(24)]);
export type ReminderHours = z.infer<typeof ReminderHours>;

const people = z.array(PrincipalId);

export const receiptCalls = {
  "receipts.watch": call({
    summary:
      "Who has read how much of one's own messages (staff: announcements too), now and, over the socket, whenever it changes, at most once a second. Replaces what this socket watches in that conversation; seqs that are not one's to know are left out. Idempotent.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      seqs: z.array(z.int().check(z.minimum(1))).check(z.maxLength(limits.receiptsPerWatch)),
    }),
    output: z.object({
      /** The company or the group shows no receipts, or an external person is a member. Acceptance 60. */
      off: z.boolean(),
      receipts: z.array(Receipt),
    }),
    errors: ["conversations/not_found"],
  }),
  "receipts.readers": call({
    summary: "Who has and who has not read a message of one's own, and who has confirmed it.",
    access: "signed_in",
    kind: "read",
    input: z.object({ conversationId: ConversationId, seq: z.int().check(z.minimum(1)) }),
    output: z.object({
      /** Each list holds at most `limits.readersShown`; the numbers are whole. */
      unread: people,
      read: people,
      confirmed: people,
      counts: Receipt,
      /** Null: nobody is asked to confirm. */
      confirm: z.nullable(
        z.object({ everyHours: ReminderHours, nudgedAt: z.nullable(z.iso.datetime()), mayNudge: z.boolean() }),
      ),
    }),
    errors: ["conversations/not_found", "messages/receipts_off", "messages/receipt_not_found"],
  }),
  "receipts.confirmed": call({
    summary: "Which of the messages that ask for it one has confirmed oneself.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      seqs: z.array(z.int().check(z.minimum(1))).check(z.maxLength(limits.receiptsPerWatch)),
    }),
    output: z.object({ confirmed: z.array(z.int()) }),
    errors: ["conversations/not_found"],
  }),
  "messages.confirm": call({
    summary: "Confirms a message or announcement that asks for it (确认收到), and marks it read. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId, seq: z.int().check(z.minimum(1)) }),
    output: z.object({ at: z.iso.datetime() }),
    errors: ["conversations/not_found", "messages/receipt_not_found"],
  }),
  "messages.nudge": call({
    summary: "Reminds at once whoever has not confirmed one's message; once in ten minutes.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId, seq: z.int().check(z.minimum(1)) }),
    /** How many people are reminded. */
    output: z.object({ people: z.int() }),
    errors: [
      "conversations/not_found",
      "messages/receipts_off",
      "messages/receipt_not_found",
      "messages/nudged_lately",
    ],
  }),
  "messages.setReminders": call({
    summary: "How often whoever has not confirmed one's message is reminded of it. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      seq: z.int().check(z.minimum(1)),
      everyHours: ReminderHours,
    }),
    output: z.object({}),
    errors: ["conversations/not_found", "messages/receipts_off", "messages/receipt_not_found"],
  }),
} as const;
