import { isDeepStrictEqual } from "node:util";
import type { Client } from "@qunxin/client";
import type { ConversationId, ConversationSummary, Entry } from "@qunxin/protocol";
import { until } from "./until.ts";

/**
 * The law of sync: after whatever happened, what a client shows equals what a fresh fetch of the same person answers:
 * the conversation list, and every timeline named. Waits for what is still under way, then says where they differ.
 */
export async function expectEqualToFreshFetch(
  client: Client,
  {
    timelines = [],
    timeoutMs = 15_000,
    who = "the client",
  }: { timelines?: readonly ConversationId[]; timeoutMs?: number; who?: string } = {},
): Promise<void> {
  const missing = async () => (await listDifference(client)) ?? (await timelineDifference(client, timelines));
  await until(`${who} to equal a fresh fetch`, missing, { timeoutMs, everyMs: 250 });
}

/** Every conversation of the person signed in, by fetching all pages. */
export async function fetchConversations({ call }: Pick<Client, "call">): Promise<ConversationSummary[]> {
  const all: ConversationSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: { conversations: ConversationSummary[]; nextCursor: string | null } = await call(
      "conversations.list",
      cursor === null ? {} : { cursor },
    );
    all.push(...page.conversations);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

/** Everything of a conversation the person may see, oldest first. */
export async function fetchHistory({ call }: Pick<Client, "call">, conversationId: ConversationId): Promise<Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const page: { entries: Entry[]; moreAfter: boolean } = await call("messages.history", {
      conversationId,
      after: all.at(-1)?.seq ?? 0,
      limit: 200,
    });
    all.push(...page.entries);
    if (!page.moreAfter || page.entries.length === 0) return all;
  }
}

async function listDifference(client: Client): Promise<string | null> {
  const fetched = new Map(
    (await fetchConversations(client)).filter(({ hidden }) => !hidden).map((one) => [one.id, one]),
  );
  const shown = client.conversations.getSnapshot().items;
  const extra = shown.find(({ id }) => !fetched.has(id));
  if (extra) return `"${extra.name}" (${extra.id}) should not be shown`;
  const shownIds = new Set(shown.map(({ id }) => id));
  const lacking = [...fetched.values()].find(({ id }) => !shownIds.has(id));
  if (lacking) return `"${lacking.name}" (${lacking.id}) should be shown`;
  for (const { unread, ...item } of shown) {
    const fresh = fetched.get(item.id) as ConversationSummary;
    const field = (Object.keys(fresh) as (keyof ConversationSummary)[]).find(
      (key) => !isDeepStrictEqual(item[key], fresh[key]),
    );
    if (field)
      return `${field} of "${item.name}" is ${JSON.stringify(item[field])} instead of ${JSON.stringify(fresh[field])}`;
    const due = Math.max(0, fresh.lastOrdinal - fresh.readOrdinal);
    if (unread !== due) return `unread of "${item.name}" is ${unread} instead of ${due}`;
  }
  return null;
}

async function timelineDifference(client: Client, ids: readonly ConversationId[]): Promise<string | null> {
  for (const id of ids) {
    const { state, rows } = client.timelines.of(id).getSnapshot();
    if (state !== "ready") return `the timeline of ${id} is ${state}`;
    // A refused message stays on its author's device until they deal with it; one on its way must arrive.
    if (rows.some((row) => row.state === "pending")) return `a message in ${id} is still on its way`;
    const shown = rows.flatMap((row) => (row.state === "stored" ? [row.entry] : []));
    // A window need not reach back to the beginning: from its first entry on it must be whole.
    const first = shown[0]?.seq ?? 0;
    const fresh = (await fetchHistory(client, id)).filter(({ seq }) => seq >= first);
    const wrong = fresh.findIndex((entry, index) => !isDeepStrictEqual(entry, shown[index]));
    if (wrong >= 0)
      return `${JSON.stringify(fresh[wrong])} in ${id} (the timeline has ${JSON.stringify(shown[wrong]) ?? "nothing"} there)`;
    if (shown.length > fresh.length) return `the timeline of ${id} has ${shown.length - fresh.length} entries too many`;
  }
  return null;
}
