import { type Entry, fail } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { readEntries, readEntriesNow } from "./state-store.ts";

type HistoryDeps = Pick<MessagesDeps, "log" | "reading">;

const defaultPage = 50;

/** `messages.history`: one statement for the page, one more only where something has happened to its messages. */
export function history({ log, reading }: HistoryDeps): UseCase<"messages.history"> {
  return async ({ limit = defaultPage, acts, ...query }, actor) => {
    const countsOn = acts === true && query.after !== undefined;
    const page = await log.history(reading, { ...query, acts: countsOn, viewer: actor.id, limit });
    if (!page) return fail("conversations/not_found");
    const { changed, entries, ...rest } = page;
    const now = changed.length ? await readEntries(reading, query.conversationId, actor.id, changed) : [];
    const hidden = countsOn ? await log.hiddenSince(reading, query.conversationId, actor.id, query.after ?? 0) : null;
    return { ...rest, entries: withState(entries, changed, now), ...(hidden ? { hidden } : {}) };
  };
}

/** `messages.get` */
export function getEntries({ reading }: Pick<HistoryDeps, "reading">): UseCase<"messages.get"> {
  return async ({ conversationId, seqs }, actor) =>
    (await readEntriesNow(reading, conversationId, actor.id, seqs)) ?? fail("conversations/not_found");
}

/** The page with what was looked up in the place of what it had; what went out of sight in between goes. */
function withState(entries: readonly Entry[], changed: readonly number[], now: readonly Entry[]): Entry[] {
  if (changed.length === 0) return [...entries];
  const stated = new Map(now.map((entry) => [entry.seq, entry]));
  const asked = new Set(changed);
  return entries.flatMap((entry) => (asked.has(entry.seq) ? (stated.get(entry.seq) ?? []) : [entry]));
}
