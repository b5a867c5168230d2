import { type Entry, fail, limits } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { readEntries } from "../state-store.ts";
import { deletePin, insertPin, readPins } from "./pin-store.ts";
import { mayPin } from "./rules.ts";
import { acting, standing } from "./scene.ts";

/** `messages.pin` */
export function pin(deps: MessagesDeps): UseCase<"messages.pin"> {
  return ({ on, ...at }, actor) =>
    acting(
      deps,
      actor,
      at,
    )(async (scene) => {
      const { facts } = standing(scene);
      if (!mayPin(facts)) fail("access/permission_denied", { right: "pin" });
      // The pin bears the moment of the entry that tells of it.
      const now = deps.clock.now();
      const changed = on ? await insertPin(scene.tx, { ...at, by: actor.id, at: now }) : await deletePin(scene.tx, at);
      if (!changed) return {};
      const pinned = on ? await readPins(scene.tx, at.conversationId) : [];
      if (pinned.length > limits.pinsPerConversation) fail("messages/pin_limit", { max: limits.pinsPerConversation });
      const body = { kind: "message_pinned", target: at.seq, on } as const;
      await deps.log.act(scene.tx, at.conversationId, { by: actor.id, body, at: now });
      return {};
    });
}

/** `messages.pins` */
export function pins(deps: MessagesDeps): UseCase<"messages.pins"> {
  return async ({ conversationId }, actor) => {
    const access = await deps.log.access(conversationId);
    if (!access?.members.has(actor.id)) fail("conversations/not_found");
    const seqs = await readPins(deps.reading, conversationId);
    const found = new Map<number, Entry>();
    for (const entry of await readEntries(deps.reading, conversationId, actor.id, seqs)) {
      if (entry.body.kind === "message") found.set(entry.seq, entry);
    }
    return { entries: seqs.flatMap((seq) => found.get(seq) ?? []) };
  };
}
