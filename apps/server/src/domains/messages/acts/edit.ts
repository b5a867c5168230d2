import { type CallArgs, fail, type MessageBody } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import type { IsActive } from "../peers.ts";
import { judgeMentionAll, judgeSpeaker } from "../rules.ts";
import { judgePeer } from "../send.ts";
import { readEntries } from "../state-store.ts";
import { judgeEdit, mayReadVersions } from "./rules.ts";
import { acting, looking, type Scene, standing } from "./scene.ts";

/** `messages.edit` */
export function edit(deps: MessagesDeps, isActive: IsActive): UseCase<"messages.edit"> {
  return async (args, actor) => {
    const { conversationId, seq } = args;
    const warning = await acting(
      deps,
      actor,
      args,
    )(async (scene) => {
      const { facts, target } = standing(scene);
      judgeEdit(facts, (await deps.company.policy()).messages, deps.clock.now());
      const { body, warning } = await judgeText(deps, isActive, scene, args);
      if (!same(body, facts.body)) await deps.log.edit(scene.tx, conversationId, target, actor.id, body);
      return warning;
    });
    const [entry] = await readEntries(deps.reading, conversationId, actor.id, [seq]);
    return { entry: entry ?? fail("messages/not_found"), warning };
  };
}

/** `messages.versions` */
export function versions(deps: MessagesDeps): UseCase<"messages.versions"> {
  return async (at, actor) => {
    const scene = standing(await looking(deps, actor, at, deps.reading));
    if (!mayReadVersions(scene.facts)) fail("access/permission_denied", { right: "versions" });
    const found = await deps.log.versions(deps.reading, at.conversationId, at.seq);
    return { versions: found.map(({ body, at: said }) => ({ text: body.text, at: said.toISOString() })) };
  };
}

/** Whoever says it otherwise speaks: the same rules as for sending. */
async function judgeText(
  { log, groups, clock }: MessagesDeps,
  isActive: IsActive,
  { place, facts, conversationId, actor }: Scene,
  { text, mentions, mentionAll }: CallArgs<"messages.edit">,
) {
  const { content } = facts.body;
  if (text.trim() === "" && (!content || content.type === "markdown")) fail("messages/empty");
  const access = await log.access(conversationId);
  const strangers = mentions.filter((id) => !access?.members.has(id));
  if (strangers.length > 0) fail("messages/mention_not_member", { ids: strangers });
  const asked = { ...facts.body, text, mentions: [...new Set(mentions)] };
  if (place.kind === "direct") {
    if (access) await judgePeer(access, actor.id, isActive);
    return { body: { ...asked, mentionAll: false }, warning: null };
  }
  const speech = (await groups.speech(conversationId, place.accessVersion)) ?? fail("conversations/not_found");
  judgeSpeaker(speech, place.actor, clock.now());
  const all = judgeMentionAll(mentionAll, speech.mayMentionAll(place.actor.role));
  return { body: { ...asked, mentionAll: all.mentionAll }, warning: all.warning };
}

function same(a: MessageBody, b: MessageBody): boolean {
  const called = ({ mentions }: MessageBody) => [...mentions].sort().join();
  return a.text === b.text && a.mentionAll === b.mentionAll && called(a) === called(b);
}
