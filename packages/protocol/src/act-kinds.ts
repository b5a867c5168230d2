import type { EntryBody } from "./entries.ts";

/** Kinds that change an earlier message: never a row of their own in a timeline, never news in a list. */
export const actKinds = [
  "message_edited",
  "message_recalled",
  "message_reacted",
  "message_pinned",
  "poll_voted",
  "poll_closed",
  "chain_joined",
] as const satisfies readonly EntryBody["kind"][];
export type ActBody = Extract<EntryBody, { kind: (typeof actKinds)[number] }>;

/** Tells whether an entry only changes an earlier message. */
export function isAct(body: EntryBody): body is ActBody {
  return (actKinds as readonly string[]).includes(body.kind);
}
