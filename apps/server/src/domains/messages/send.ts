import { type CallArgs, type ConversationId, fail, type MessageBody, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Access } from "../log/index.ts";
import type { MessagesDeps } from "./deps.ts";
import type { IsActive } from "./peers.ts";
import { judgeMentionAll, judgeSpeaker, quoteOf } from "./rules.ts";

type SendArgs = CallArgs<"messages.send">;

/** Access may change while a message is judged; so often in a row it does not. */
const maxJudgements = 10;

/** `messages.send`: judged by what is known in memory, stored only if that still holds in the store. */
export function send(deps: MessagesDeps, isActive: IsActive): UseCase<"messages.send"> {
  return async (args, actor) => {
    if (args.text.trim() === "") fail("messages/empty");
    const replyTo = await quote(deps, actor, args);
    for (let judgement = 1; judgement <= maxJudgements; judgement++) {
      const { access, mentionAll, warning } = await judge(deps, isActive, actor, args);
      const { conversationId, clientId, text } = args;
      const mentions = [...new Set(args.mentions)];
      const body: MessageBody = { kind: "message", text, mentions, mentionAll, replyTo };
      const { accessVersion } = access;
      const outcome = await deps.log.append({ conversationId, clientId, by: actor.id, body, accessVersion });
      if (outcome !== "stale") return { ...outcome, at: outcome.at.toISOString(), warning };
    }
    return fail("server/busy", { retryAfterMs: 1_000 });
  };
}

/** Whether the actor may say this here, and what of it counts. */
async function judge(deps: MessagesDeps, isActive: IsActive, actor: Actor, args: SendArgs) {
  const access = await deps.log.access(args.conversationId);
  const speaker = access?.members.get(actor.id);
  if (!access || !speaker) return refuseStranger(deps, args.conversationId, actor.id);
  const strangers = args.mentions.filter((id) => !access.members.has(id));
  if (strangers.length > 0) fail("messages/mention_not_member", { ids: strangers });
  if (access.kind === "direct") {
    await judgePeer(access, actor.id, isActive);
    return { access, mentionAll: false, warning: null };
  }
  const speech = await deps.groups.speech(args.conversationId, access.accessVersion);
  if (!speech) fail("conversations/not_found");
  judgeSpeaker(speech, speaker, deps.clock.now());
  return { access, ...judgeMentionAll(args.mentionAll, speech.mayMentionAll(speaker.role)) };
}

async function judgePeer(access: Access, me: PrincipalId, isActive: IsActive): Promise<void> {
  for (const id of access.members.keys()) {
    if (id !== me && !(await isActive(id))) fail("conversations/peer_inactive");
  }
}

/** Former members of a dissolved group are told so; for everybody else there is no such conversation. */
async function refuseStranger(deps: MessagesDeps, conversationId: ConversationId, id: PrincipalId): Promise<never> {
  const former = await deps.log.member(deps.reading, conversationId, id);
  const group = former && (await deps.groups.speech(conversationId));
  return group?.state === "dissolved" ? fail("conversations/dissolved") : fail("conversations/not_found");
}

/** What is quoted is copied from the original, which the sender must be able to see. */
async function quote(deps: MessagesDeps, actor: Actor, args: SendArgs): Promise<MessageBody["replyTo"]> {
  const { conversationId, replyToSeq } = args;
  if (replyToSeq === null) return null;
  const query = { conversationId, viewer: actor.id, before: replyToSeq + 1, limit: 1 };
  const page = await deps.log.history(deps.reading, query);
  if (!page) return refuseStranger(deps, conversationId, actor.id);
  const [original] = page.entries;
  if (original?.seq !== replyToSeq || original.body.kind !== "message" || original.by === null) {
    return fail("messages/reply_not_found");
  }
  return { seq: original.seq, by: original.by, text: quoteOf(original.body.text) };
}
