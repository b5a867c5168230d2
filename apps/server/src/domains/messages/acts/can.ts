import type { MessageAbilities } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { judgeSpeaker } from "../rules.ts";
import { judgeEdit, judgeRecall, mayClosePoll, mayPin, mayReadVersions, passes } from "./rules.ts";
import { looking, standing } from "./scene.ts";

/** `messages.can`: the rules of the acts themselves. */
export function can(deps: MessagesDeps): UseCase<"messages.can"> {
  return async (at, actor): Promise<MessageAbilities> => {
    const { facts, place } = standing(await looking(deps, actor, at, deps.reading));
    const { messages } = await deps.company.policy();
    const now = deps.clock.now();
    const speech = place.kind === "group" ? await deps.groups.speech(at.conversationId, place.accessVersion) : null;
    const speaks = passes(
      () => speech && judgeSpeaker(speech, place.actor, now),
      ["messages/muted", "messages/all_muted", "conversations/dissolved"],
    );
    const refused = ["access/permission_denied", "messages/recall_expired"] as const;
    const unedited = ["access/permission_denied", "messages/edit_expired", "messages/not_editable"] as const;
    return {
      reply: speaks,
      react: true,
      recall: passes(() => judgeRecall(facts, messages, now), refused),
      edit: speaks && passes(() => judgeEdit(facts, messages, now), unedited),
      pin: mayPin(facts),
      versions: mayReadVersions(facts),
      closePoll: facts.body.content?.type === "poll" && mayClosePoll(facts),
    };
  };
}
