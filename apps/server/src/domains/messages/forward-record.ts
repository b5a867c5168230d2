import {
  type Entry,
  type FileId,
  fail,
  limits,
  type MessageBody,
  type MessageContent,
  type PrincipalId,
  type RecordItem,
} from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import type { MessagesDeps } from "./deps.ts";
import { filesIn, passedOn, previewText } from "./forward-rules.ts";
import { type MergedRecord, readRecords } from "./forward-store.ts";

/** Lines of a record that its message shows. */
const previewLines = 4;

/** The record of these messages and the content of a message that carries it. @throws messages/record_depth */
export async function recordOf(
  deps: Pick<MessagesDeps, "reading" | "directory">,
  actor: Actor,
  source: { entries: readonly (Entry & { body: MessageBody })[]; direct: boolean },
): Promise<{ record: MergedRecord; content: MessageContent }> {
  const authors = [...new Set(source.entries.flatMap(({ by }) => (by ? [by] : [])))];
  const names = await namesOf(deps, actor, authors);
  const items = source.entries.map((entry) => ({
    by: entry.by,
    name: (entry.by && names.get(entry.by)) ?? "",
    at: entry.at,
    ...passedOn(entry),
  }));
  const within = await readRecords(
    deps.reading,
    items.flatMap(({ content }) => (content?.type === "merged" ? [content.recordId] : [])),
  );
  const depth = 1 + Math.max(0, ...within.map((record) => record.depth));
  if (depth > limits.recordDepth) fail("messages/record_depth", { max: limits.recordDepth });
  const record = { id: newId<string>(), items, depth, fileIds: filesOfAll(items, within) };
  // A group's name stays in the group; two people's talk is called by their names.
  const title = source.direct ? [...names.values()].join("、") : "";
  const preview = items.slice(0, previewLines).map((item) => ({
    name: item.name,
    text: previewText(item),
    type: item.content?.type ?? "text",
  }));
  return { record, content: { type: "merged", recordId: record.id, title, count: items.length, preview } };
}

/** As the one who forwards knows them, in the order of the ids. */
async function namesOf(
  { directory }: Pick<MessagesDeps, "directory">,
  actor: Actor,
  ids: readonly PrincipalId[],
): Promise<Map<PrincipalId, string>> {
  const known = new Map((await directory.briefsVisibleTo(actor, ids)).map(({ id, name }) => [id, name]));
  return new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id) ?? ""] as const] : [])));
}

function filesOfAll(items: readonly RecordItem[], within: readonly MergedRecord[]): FileId[] {
  const own = items.flatMap(({ content }) => filesIn(content));
  return [...new Set([...own, ...within.flatMap(({ fileIds }) => fileIds)])];
}
