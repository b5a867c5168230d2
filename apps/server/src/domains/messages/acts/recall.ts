import type { MessageBody, SaidDraft } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { deletePin } from "./pin-store.ts";
import { judgeRecall } from "./rules.ts";
import { acting } from "./scene.ts";

/** `messages.recall`: acceptance 55. */
export function recall(deps: MessagesDeps): UseCase<"messages.recall"> {
  return (at, actor) =>
    acting(
      deps,
      actor,
      at,
    )(async ({ tx, target, facts }) => {
      const own = actor.id === facts.author.id;
      // Who tries again is answered as the first time, whatever the time is now.
      if (target.recalled?.by === actor.id) return { draft: own ? saidBy(facts.body) : null };
      const { messages } = await deps.company.policy();
      judgeRecall(facts, messages, deps.clock.now());
      if (!target.recalled) {
        await deps.log.recall(tx, at.conversationId, at.seq, actor.id);
        await deletePin(tx, at);
      }
      return { draft: own ? saidBy(facts.body) : null };
    });
}

function saidBy({ text, mentions, mentionAll, replyTo, content, thread }: MessageBody): SaidDraft {
  return {
    text,
    mentions,
    mentionAll,
    replyToSeq: replyTo && !replyTo.recalled ? replyTo.seq : null,
    ...(content ? { content } : {}),
    ...(thread === undefined ? {} : { thread }),
  };
}
