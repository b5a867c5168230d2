import * as z from "zod/mini";
import { call } from "./call.ts";
import { Entry } from "./entries.ts";
import { ConversationId, LabelId, ReminderId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

const Seq = z.int().check(z.minimum(1));
const Seqs = z.array(Seq).check(z.minLength(1), z.maxLength(limits.forwardMessages));
const LabelName = z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.labelNameChars));

/** Types of messages as people look for them. */
export const KeptType = z.enum(["text", "images", "file", "voice", "video", "link", "location", "merged", "other"]);
export type KeptType = z.infer<typeof KeptType>;

/** 收藏: a message one keeps, as it reads now. */
export const Favourite = z.object({ conversationId: ConversationId, entry: Entry, addedAt: z.iso.datetime() });
export type Favourite = z.infer<typeof Favourite>;

/** 稍后提醒. */
export const Reminder = z.object({
  id: ReminderId,
  conversationId: ConversationId,
  seq: z.int(),
  at: z.iso.datetime(),
  note: z.string(),
  /** Its time has come; it stays until dismissed. */
  due: z.boolean(),
  /** The message as it reads now; null when one may not see it any more. */
  entry: z.nullable(Entry),
});
export type Reminder = z.infer<typeof Reminder>;

/** One's own label of conversations; other people do not see it. */
export const Label = z.object({ id: LabelId, name: z.string() });
export type Label = z.infer<typeof Label>;
const Labels = z.object({ labels: z.array(Label) });

export const keepingCalls = {
  "favourites.add": call({
    summary: "Keeps messages among one's favourites; those kept already stay as they are.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId, seqs: Seqs }),
    output: z.object({}),
    errors: ["conversations/not_found", "messages/not_found", "favourites/limit"],
  }),
  "favourites.remove": call({
    summary: "Takes messages out of one's favourites; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({ conversationId: ConversationId, seqs: Seqs }),
    output: z.object({}),
    errors: [],
  }),
  "favourites.list": call({
    summary: "One's favourites that one may still see, the newest first.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      type: z.optional(KeptType),
      /** Stands somewhere in the message: its text, title or the name of its file. */
      text: z.optional(z.string().check(z.trim(), z.maxLength(limits.searchChars))),
      cursor: z.optional(z.uuid()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.historyPage))),
    }),
    output: z.object({ favourites: z.array(Favourite), nextCursor: z.nullable(z.uuid()) }),
    errors: [],
  }),

  "reminders.set": call({
    summary: "Asks to be reminded of a message; a message has one reminder, which is replaced.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      seq: Seq,
      at: z.iso.datetime(),
      note: z.string().check(z.trim(), z.maxLength(limits.reminderNoteChars)),
    }),
    output: Reminder,
    errors: ["conversations/not_found", "messages/not_found", "reminders/time", "reminders/limit"],
  }),
  "reminders.cancel": call({
    summary: "Takes a reminder back, or dismisses one that is due; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({ reminderId: ReminderId }),
    output: z.object({}),
    errors: [],
  }),
  "reminders.list": call({
    summary: "One's reminders: those due first, then by time.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: z.object({ reminders: z.array(Reminder) }),
    errors: [],
  }),

  "labels.list": call({
    summary: "One's labels, in one's own order.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: Labels,
    errors: [],
  }),
  "labels.create": call({
    summary: "Makes a label, the last of all. Idempotent by `key`.",
    access: "signed_in",
    kind: "write",
    input: z.object({ key: RequestKey, name: LabelName }),
    output: Label,
    errors: ["labels/name_taken", "labels/limit"],
  }),
  "labels.rename": call({
    summary: "Renames a label of one's own.",
    access: "signed_in",
    kind: "write",
    input: z.object({ labelId: LabelId, name: LabelName }),
    output: Label,
    errors: ["labels/not_found", "labels/name_taken"],
  }),
  "labels.delete": call({
    summary: "Removes a label and takes it off every conversation; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({ labelId: LabelId }),
    output: Labels,
    errors: [],
  }),
  "labels.order": call({
    summary: "Puts one's labels into this order; those left out come last, as they were.",
    access: "signed_in",
    kind: "write",
    input: z.object({ labelIds: z.array(LabelId).check(z.maxLength(limits.labelsPerPerson)) }),
    output: Labels,
    errors: ["labels/not_found"],
  }),
  "labels.assign": call({
    summary: "Gives a conversation exactly these labels; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      labelIds: z.array(LabelId).check(z.maxLength(limits.labelsPerPerson)),
    }),
    output: z.object({}),
    errors: ["conversations/not_found", "labels/not_found"],
  }),
} as const;

/** What one's devices are told of what one keeps. */
export const keepingEvents = [
  z.object({ type: z.literal("favourites.changed") }),
  z.object({ type: z.literal("reminders.changed") }),
  z.object({ type: z.literal("reminder.due"), reminder: Reminder }),
  /** `failed`: one could not be sent when its time had come. */
  z.object({ type: z.literal("scheduled.changed"), failed: z.boolean() }),
  z.object({ type: z.literal("labels.changed"), labels: z.array(Label) }),
] as const;
export type KeepingEvent = z.infer<(typeof keepingEvents)[number]>;
