import { fail } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";

/** `messages.hide`: whatever one can see, one can put out of one's own sight. */
export function hide(deps: MessagesDeps): UseCase<"messages.hide"> {
  return async ({ conversationId, seqs }, actor) => {
    const member = await deps.log.member(deps.reading, conversationId, actor.id);
    if (!member?.present) fail("conversations/not_found");
    await deps.transact((tx) => deps.log.hide(tx, conversationId, actor.id, seqs));
    return {};
  };
}
