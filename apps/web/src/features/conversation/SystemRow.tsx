import type { Entry } from "@qunxin/protocol";
import { entrySentence, peopleOfEntry } from "./entry-text.ts";
import { useNames } from "./use-names.ts";

/** What happened, as a sentence in the middle. */
export function SystemRow({ entry }: { entry: Entry }) {
  const names = useNames(peopleOfEntry(entry));
  if (entry.body.kind === "message") return null;
  return (
    <p className="mx-auto max-w-[80%] py-2 text-center text-meta break-words whitespace-pre-line text-ink-3">
      {entrySentence(entry, entry.body, names)}
    </p>
  );
}
