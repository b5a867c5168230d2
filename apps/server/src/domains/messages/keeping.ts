import { fail } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { summaryFor } from "./summaries.ts";

/** `conversations.markRead` */
export function markRead({ log }: Pick<MessagesDeps, "log">): UseCase<"conversations.markRead"> {
  return async ({ conversationId, seq }, actor) =>
    (await log.markRead(conversationId, actor.id, seq)) ?? fail("conversations/not_found");
}

/** `conversations.set` */
export function set(deps: MessagesDeps): UseCase<"conversations.set"> {
  return async ({ conversationId, ...change }, actor) => {
    if (!(await deps.log.keep(conversationId, actor.id, change))) fail("conversations/not_found");
    return (await summaryFor(deps, actor.id, conversationId)) ?? fail("conversations/not_found");
  };
}
