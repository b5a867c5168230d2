import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId, RequestKey, ScheduledId } from "./ids.ts";
import { messageCalls } from "./messages.ts";

/** A message as `messages.send` takes it, for later. */
export const ScheduledDraft = z.omit(messageCalls["messages.send"].input, { clientId: true, conversationId: true });
export type ScheduledDraft = z.infer<typeof ScheduledDraft>;

export const ScheduledMessage = z.object({
  id: ScheduledId,
  conversationId: ConversationId,
  at: z.iso.datetime(),
  draft: ScheduledDraft,
  /** Why it could not be sent when its time had come; null while it waits. */
  failure: z.nullable(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })),
});
export type ScheduledMessage = z.infer<typeof ScheduledMessage>;

export const schedulingCalls = {
  "scheduled.create": call({
    summary: "Has a message sent at a time, by the rights its author has then. Idempotent by `key`.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      key: RequestKey,
      conversationId: ConversationId,
      at: z.iso.datetime(),
      draft: ScheduledDraft,
    }),
    output: ScheduledMessage,
    errors: [
      "conversations/not_found",
      "messages/empty",
      "messages/link_not_found",
      "files/not_found",
      "files/not_ready",
      "scheduled/time",
      "scheduled/limit",
    ],
  }),
  "scheduled.list": call({
    summary: "One's messages that wait or could not be sent, by time.",
    access: "signed_in",
    kind: "read",
    input: z.object({ conversationId: z.optional(ConversationId) }),
    output: z.object({ scheduled: z.array(ScheduledMessage) }),
    errors: [],
  }),
  "scheduled.change": call({
    summary: "Changes time or contents of a message that was not sent; one that failed waits again.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      scheduledId: ScheduledId,
      at: z.optional(z.iso.datetime()),
      draft: z.optional(ScheduledDraft),
    }),
    output: ScheduledMessage,
    errors: [
      "scheduled/not_found",
      "scheduled/time",
      "messages/empty",
      "messages/link_not_found",
      "files/not_found",
      "files/not_ready",
    ],
  }),
  "scheduled.cancel": call({
    summary: "Gives a message up that was not sent; idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.object({ scheduledId: ScheduledId }),
    output: z.object({}),
    errors: [],
  }),
  "scheduled.sendNow": call({
    summary: "Sends a waiting message at once; one that was sent is not found.",
    access: "signed_in",
    kind: "write",
    input: z.object({ scheduledId: ScheduledId }),
    output: z.object({ conversationId: ConversationId, seq: z.int() }),
    errors: ["scheduled/not_found", ...messageCalls["messages.send"].errors],
  }),
} as const;
