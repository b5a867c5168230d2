import * as z from "zod/mini";
import { call } from "./call.ts";
import { ConversationId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

/** What a message is to the search: several images are `image`, Markdown is `text`. */
export const SearchType = z.enum([
  "text",
  "image",
  "file",
  "voice",
  "video",
  "link",
  "poll",
  "card",
  "location",
  "merged",
  "chain",
  "sticker",
]);
export type SearchType = z.infer<typeof SearchType>;

export const SearchHit = z.object({
  conversationId: ConversationId,
  seq: z.int(),
  at: z.iso.datetime(),
  by: PrincipalId,
  type: SearchType,
  /** The part of the message around the first match, as it was written; "…" stands for what is left out. */
  snippet: z.string(),
  /** What matched: UTF-16 offsets in the snippet, from and (exclusive) to, ascending, apart from each other. */
  highlights: z.array(z.tuple([z.int(), z.int()])),
  /** Of the first file that matches, else of the first one. */
  fileName: z.nullable(z.string()),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const searchCalls = {
  "search.messages": call({
    summary:
      "Messages the viewer may see that hold every word of the text (words are parted by spaces, and found anywhere inside others) and fit the filters; at least one of them is given.",
    access: "signed_in",
    kind: "read",
    input: z.object({
      /** Case, width, zero-width characters and 繁简 make no difference. */
      text: z.string().check(z.trim(), z.maxLength(limits.searchChars)),
      conversationId: z.optional(ConversationId),
      senderId: z.optional(PrincipalId),
      /** First and last day, in the company's time zone. */
      from: z.optional(z.iso.date()),
      to: z.optional(z.iso.date()),
      types: z.optional(z.array(SearchType).check(z.minLength(1))),
      /** Others called the viewer by name, or everybody. */
      mentionsMe: z.optional(z.boolean()),
      hasFile: z.optional(z.boolean()),
      /** Part of the name of a file that the message carries. */
      fileName: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.searchChars))),
      /** `best` puts the most fitting of the newest five hundred hits first. */
      order: z.optional(z.enum(["newest", "best"])),
      cursor: z.optional(z.string()),
      limit: z.optional(z.int().check(z.minimum(1), z.maximum(limits.searchPage))),
    }),
    output: z.object({
      hits: z.array(SearchHit),
      /**
       * With the first page only: the hits looked at so far by conversation, the one with the newest first. `complete`:
       * these are all of them. Messages that one hid for oneself are counted.
       */
      groups: z.optional(
        z.object({
          conversations: z.array(z.object({ conversationId: ConversationId, hits: z.int(), newest: z.iso.datetime() })),
          complete: z.boolean(),
        }),
      ),
      /** There may be more; a page with fewer hits than asked for, or none, can have one too. */
      nextCursor: z.nullable(z.string()),
    }),
    errors: ["conversations/not_found"],
  }),
} as const;
