// Apart from the schemas, so that clients can use it without loading them.
import type { Entry, EntryBody } from "./entries.ts";

/** Seq of the message that began the thread an entry belongs to, also where it has no content any more. */
export function threadOf(body: EntryBody): number | undefined {
  return "thread" in body ? body.thread : undefined;
}

/** The place of an entry that the viewer deleted for themselves. */
export function hiddenEntry({ state: _state, changedSeq: _seq, ...entry }: Entry): Entry {
  const thread = threadOf(entry.body);
  return { ...entry, body: { kind: "hidden", ...(thread === undefined ? {} : { thread }) } };
}
