import { fail } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { readEntriesNow, readPage } from "./state-store.ts";

type HistoryDeps = Pick<MessagesDeps, "log" | "reading">;

const defaultPage = 50;

/** `messages.history`: one statement for the page; one more, for devices that count on, of what was deleted for oneself. */
export function history({ log, reading }: HistoryDeps): UseCase<"messages.history"> {
  return async ({ limit = defaultPage, acts, ...query }, actor) => {
    const countsOn = acts === true && query.after !== undefined;
    const page = await readPage(log, reading, { ...query, acts: countsOn, viewer: actor.id, limit });
    if (!page) return fail("conversations/not_found");
    const hidden = countsOn ? await log.hiddenSince(reading, query.conversationId, actor.id, query.after ?? 0) : null;
    return { ...page, ...(hidden ? { hidden } : {}) };
  };
}

/** `messages.get` */
export function getEntries({ reading }: Pick<HistoryDeps, "reading">): UseCase<"messages.get"> {
  return async ({ conversationId, seqs }, actor) =>
    (await readEntriesNow(reading, conversationId, actor.id, seqs)) ?? fail("conversations/not_found");
}
