import { fail, limits } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { addReaction, readReactors, removeReaction } from "./reaction-store.ts";
import { isEmoji } from "./rules.ts";
import { acting, looking, standing } from "./scene.ts";

/** `messages.react`: whoever can see a message, muted or not. */
export function react(deps: MessagesDeps): UseCase<"messages.react"> {
  return ({ emoji, on, ...at }, actor) => {
    if (on && !isEmoji(emoji)) fail("messages/emoji");
    return acting(
      deps,
      actor,
      at,
    )(async (scene) => {
      standing(scene);
      const reaction = { ...at, emoji, personId: actor.id };
      const { lastSeq } = scene.place;
      const changed = on
        ? await addReaction(scene.tx, { ...reaction, actSeq: lastSeq + 1, at: deps.clock.now() })
        : await removeReaction(scene.tx, reaction);
      if (changed === "full") fail("messages/reaction_limit", { max: limits.reactionKindsPerMessage });
      if (!changed) return {};
      const body = { kind: "message_reacted", target: at.seq, emoji, on } as const;
      await deps.log.act(scene.tx, at.conversationId, { by: actor.id, body });
      return {};
    });
  };
}

/** `messages.reactors` */
export function reactors(deps: MessagesDeps): UseCase<"messages.reactors"> {
  return async ({ emoji, ...at }, actor) => {
    standing(await looking(deps, actor, at, deps.reading));
    return { people: await readReactors(deps.reading, at, emoji) };
  };
}
