import * as z from "zod/mini";
import { call } from "./call.ts";
import { MessageContent } from "./content.ts";
import { ConversationId, PrincipalId, RequestKey } from "./ids.ts";
import { limits } from "./limits.ts";

const Seq = z.int().check(z.minimum(1));

/** One message of a merged record, as it was when forwarded. */
export const RecordItem = z.object({
  by: z.nullable(PrincipalId),
  name: z.string(),
  at: z.iso.datetime(),
  text: z.string(),
  content: z.optional(MessageContent),
});
export type RecordItem = z.infer<typeof RecordItem>;

/** What became of forwarding into one conversation: all of it or, for the reason given, nothing. */
export const ForwardResult = z.object({
  conversationId: ConversationId,
  /** Seq of the last message written there; null when nothing was. */
  seq: z.nullable(z.int()),
  error: z.nullable(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })),
});
export type ForwardResult = z.infer<typeof ForwardResult>;

export const forwardingCalls = {
  "messages.forward": call({
    summary:
      "Forwards messages one by one or as one record, with a comment after them. Idempotent by `key` per target.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      key: RequestKey,
      from: ConversationId,
      seqs: z.array(Seq).check(z.minLength(1), z.maxLength(limits.forwardMessages)),
      to: z.array(ConversationId).check(z.minLength(1), z.maxLength(limits.forwardTargets)),
      mode: z.enum(["each", "merged"]),
      comment: z.optional(z.string().check(z.trim(), z.maxLength(limits.messageChars))),
    }),
    output: z.object({ results: z.array(ForwardResult) }),
    errors: ["conversations/not_found", "messages/not_found", "messages/record_depth"],
  }),
  "messages.mergedRecord": call({
    summary: "The messages of a forwarded record, or of a record within it.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      conversationId: ConversationId,
      seq: Seq,
      /** Positions of the records within records that lead to it. */
      path: z.optional(z.array(z.int().check(z.minimum(0))).check(z.maxLength(limits.recordDepth - 1))),
    }),
    output: z.object({ items: z.array(RecordItem) }),
    errors: ["conversations/not_found", "messages/not_found"],
  }),
} as const;
