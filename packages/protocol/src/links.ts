import * as z from "zod/mini";
import { call } from "./call.ts";
import { FileMeta } from "./files.ts";
import { limits } from "./limits.ts";

/** What a page says of itself. */
export const LinkPreview = z.object({
  /** To send it with: `content: {type: "link", linkId}`. */
  linkId: z.uuid(),
  url: z.string(),
  title: z.string(),
  summary: z.string(),
  /** The site's name, or its host. */
  source: z.string(),
  image: z.nullable(FileMeta),
});
export type LinkPreview = z.infer<typeof LinkPreview>;

export const linkCalls = {
  "links.preview": call({
    summary: "Looks at a public page and answers what it says of itself; the same for a day. Acceptance 65.",
    access: "signed_in",
    kind: "read",
    input: z.object({ url: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.urlChars)) }),
    output: LinkPreview,
    errors: ["links/not_allowed", "links/unreachable", "links/not_a_page"],
  }),
} as const;
