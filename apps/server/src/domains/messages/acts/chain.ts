import { fail, limits } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { judgeSpeaker } from "../rules.ts";
import { readLines, writeLine } from "./chain-store.ts";
import { acting, contentOfType, standing } from "./scene.ts";

/** `messages.joinChain`: writing a line is speaking; taking it back is not. */
export function joinChain(deps: MessagesDeps): UseCase<"messages.joinChain"> {
  return ({ text, ...at }, actor) =>
    acting(
      deps,
      actor,
      at,
    )(async (scene) => {
      const { tx, place } = scene;
      contentOfType(standing(scene), "chain", "messages/not_a_chain");
      const speech = place.kind === "group" ? await deps.groups.speech(at.conversationId, place.accessVersion) : null;
      if (speech && text !== null) judgeSpeaker(speech, place.actor, deps.clock.now());
      const { count, own } = await readLines(tx, at, actor.id);
      if (own === text) return {};
      if (own === null && count >= limits.chainLines) fail("messages/chain_full", { max: limits.chainLines });
      const now = deps.clock.now();
      await writeLine(tx, at, { by: actor.id, text, since: place.lastSeq + 1, at: now });
      const body = { kind: "chain_joined", target: at.seq, text } as const;
      await deps.log.act(tx, at.conversationId, { by: actor.id, body, at: now });
      return {};
    });
}
