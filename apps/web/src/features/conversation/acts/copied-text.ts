import type { Entry, PrincipalId } from "@qunxin/protocol";
import { fullDateTime } from "../../../i18n/index.ts";
import { summaryText } from "../content/summary-text.ts";

/** Messages as text for the clipboard: of one its words alone, of several with who said them and when. */
export function copiedText(entries: readonly Entry[], nameOf: (id: PrincipalId | null) => string): string {
  const said = entries.flatMap((entry) => (entry.body.kind === "message" ? [{ entry, body: entry.body }] : []));
  const [only] = said;
  if (said.length === 1 && only) return wordsOf(only.body);
  return said
    .map(({ entry, body }) => `${nameOf(entry.by)} ${fullDateTime(new Date(entry.at))}\n${wordsOf(body)}`)
    .join("\n\n");
}

/** What was written; of a message without words, what it is. */
function wordsOf(body: Extract<Entry["body"], { kind: "message" }>): string {
  if (!body.content || body.content.type === "markdown") return body.text;
  return [summaryText({ ...body, text: "" }), body.text].filter(Boolean).join("\n");
}
