import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

const content = {
  text: z.string().check(z.maxLength(limits.messageChars)),
  /** Who was picked, under the name that stands in the text. */
  mentions: z
    .array(z.object({ id: z.union([PrincipalId, z.literal("all")]), name: z.string().check(z.maxLength(64)) }))
    .check(z.maxLength(limits.mentionsPerMessage)),
  replyToSeq: z.nullable(z.int()),
};

/** What somebody wrote and has not sent, the same on all their devices. */
export const Draft = z.object({ conversationId: ConversationId, ...content, changedAt: z.iso.datetime() });
export type Draft = z.infer<typeof Draft>;

export const draftCalls = {
  "drafts.set": call({
    summary:
      "Keeps what one has written in a conversation; an empty text forgets it. The latest edit holds, and is answered. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      conversationId: ConversationId,
      ...content,
      /** How long ago it was written, for edits that waited for the network: one made elsewhere since then holds. */
      agoMs: z.optional(z.int().check(z.minimum(0))),
    }),
    output: z.object({ draft: z.nullable(Draft) }),
    errors: ["conversations/not_found"],
  }),
  "drafts.list": call({
    summary: "One's drafts in conversations that one is in, the latest first.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: z.object({ drafts: z.array(Draft) }),
    errors: [],
  }),
} as const;
