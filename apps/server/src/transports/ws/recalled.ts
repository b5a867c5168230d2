import { type Entry, type EntryBody, threadOf } from "@qunxin/protocol";

/** Entries not handed out yet, without the content of the message that `recall` recalls: as the log shows them from now on. */
export function withoutRecalled(entries: readonly Entry[], recall: Entry): Entry[] {
  const { body } = recall;
  if (body.kind !== "message_recalled") return [...entries];
  return entries.map((entry) => ({ ...entry, body: hidden(entry, recall, body.target) }));
}

function hidden({ seq, by, body }: Entry, recall: Entry, target: number): EntryBody {
  if (body.kind !== "message") return body;
  const recalledBy = recall.by ?? by;
  if (seq === target && recalledBy) {
    const thread = threadOf(body);
    return { kind: "recalled", recalledBy, at: recall.at, ...(thread === undefined ? {} : { thread }) };
  }
  if (body.replyTo?.seq !== target) return body;
  return { ...body, replyTo: { ...body.replyTo, text: "", recalled: true } };
}
