import { fail } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { readEntries } from "../state-store.ts";
import { refuseStranger } from "../strangers.ts";
import { readThreadSeqs } from "./thread-store.ts";

const defaultPage = 50;

/** `messages.thread` */
export function thread(deps: MessagesDeps): UseCase<"messages.thread"> {
  return async ({ conversationId, rootSeq, before, after, limit = defaultPage }, actor) => {
    const place = await deps.log.placeOf(deps.reading, conversationId, actor.id, rootSeq);
    if (!place) return refuseStranger(deps, conversationId, actor.id);
    const query = { conversationId, rootSeq, before, after, limit };
    const page = await readThreadSeqs(deps.reading, actor.id, query);
    const found = await readEntries(deps.reading, conversationId, actor.id, [rootSeq, ...page.seqs]);
    const root = found.find(({ seq }) => seq === rootSeq);
    if (root?.body.kind !== "message" || root.body.thread !== undefined) return fail("messages/thread_not_found");
    const entries = found.filter(({ seq }) => seq !== rootSeq);
    return { root, entries, moreBefore: page.moreBefore, moreAfter: page.moreAfter };
  };
}
