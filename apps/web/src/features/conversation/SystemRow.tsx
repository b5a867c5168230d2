import type { Entry } from "@qunxin/protocol";
import type { ReactNode } from "react";
import { entrySentence, peopleOfEntry } from "./entry-text.ts";
import { useNames } from "./use-names.ts";

/** What happened, as a sentence in the middle; `children` follow it. */
export function SystemRow({ entry, children }: { entry: Entry; children?: ReactNode }) {
  const names = useNames(peopleOfEntry(entry));
  if (entry.body.kind === "message") return null;
  return (
    <p className="mx-auto max-w-[80%] py-2 text-center text-meta break-words whitespace-pre-line text-ink-3">
      {entrySentence(entry, entry.body, names)}
      {children}
    </p>
  );
}
