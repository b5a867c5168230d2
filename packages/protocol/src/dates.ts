import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId } from "./ids.ts";

/** Days are those of the company's zone. */
export const dateCalls = {
  "messages.atDate": call({
    summary: "The first message one may see on or after a day; null when there is none.",
    access: "signed_in",
    kind: "read",
    input: z.object({ conversationId: ConversationId, date: z.iso.date() }),
    output: z.object({ seq: z.nullable(z.int()) }),
    errors: ["conversations/not_found"],
  }),
  "messages.days": call({
    summary: "The days of a month (as 2026-03) on which there are messages one may see.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      month: z.string().check(z.regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)),
    }),
    output: z.object({
      /** Days of the month, ascending. */
      days: z.array(z.int()),
    }),
    errors: ["conversations/not_found"],
  }),
} as const;
