import { type ConversationId, fail, type MessageBody } from "@qunxin/protocol";
import type { Actor } from "../../../platform/caller.ts";
import type { Reading, Tx } from "../../../platform/database.ts";
import { isStaff, mayActOn } from "../../groups/index.ts";
import type { ActPlace, Target } from "../../log/index.ts";
import type { MessagesDeps } from "../deps.ts";
import { refuseStranger } from "../strangers.ts";
import type { MessageFacts } from "./rules.ts";

export interface MessageAt {
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** An actor before a message they can see. */
export interface Scene {
  readonly actor: Actor;
  readonly conversationId: ConversationId;
  readonly place: ActPlace;
  readonly target: Target;
  readonly facts: MessageFacts;
}

/**
 * Runs an act in one transaction, the conversation locked: so the message is as it is now, and stays so until the commit.
 * @throws conversations/not_found, conversations/dissolved, messages/not_found
 */
export function acting(deps: MessagesDeps, actor: Actor, at: MessageAt) {
  return async <T>(work: (scene: Scene & { readonly tx: Tx }) => Promise<T>): Promise<T> => {
    const answer = await deps.transact(async (tx) => {
      const place = await deps.log.lockPlace(tx, at.conversationId, actor.id, at.seq);
      return place ? { done: await work({ ...(await sceneOf(deps, actor, at, place)), tx }) } : null;
    });
    return answer ? answer.done : refuseStranger(deps, at.conversationId, actor.id);
  };
}

/** The same for looking only. */
export async function looking(deps: MessagesDeps, actor: Actor, at: MessageAt, reading: Reading): Promise<Scene> {
  const place = await deps.log.placeOf(reading, at.conversationId, actor.id, at.seq);
  if (!place) return refuseStranger(deps, at.conversationId, actor.id);
  return sceneOf(deps, actor, at, place);
}

/** @throws messages/not_found when the message was recalled */
export function standing(scene: Scene): Scene {
  return scene.target.recalled ? fail("messages/not_found") : scene;
}

/** Content of that type. @throws the given failure */
export function contentOfType<T extends NonNullable<MessageBody["content"]>["type"]>(
  { facts }: Scene,
  type: T,
  code: "messages/not_a_poll" | "messages/not_a_chain",
): Extract<NonNullable<MessageBody["content"]>, { type: T }> {
  const { content } = facts.body;
  return content?.type === type ? (content as never) : fail(code);
}

async function sceneOf(
  deps: MessagesDeps,
  actor: Actor,
  { conversationId }: MessageAt,
  place: ActPlace,
): Promise<Scene> {
  const { target, kind, accessVersion } = place;
  if (!target || target.hidden || target.body.kind !== "message" || target.by === null) {
    return fail("messages/not_found");
  }
  const speech = kind === "group" ? await deps.groups.speech(conversationId, accessVersion) : null;
  const { role } = place.actor;
  const facts: MessageFacts = {
    actor: { id: actor.id, staff: isStaff(role), above: mayActOn(role, target.authorRole ?? "member") },
    group: speech && {
      type: speech.type,
      mayRecall: speech.has(role, "recall"),
      mayEdit: speech.has(role, "edit"),
    },
    author: { id: target.by },
    at: target.at,
    body: target.body,
  };
  return { actor, conversationId, place, target, facts };
}
