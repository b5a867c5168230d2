import { type CallArgs, type CallOutput, Failure, fail, type MessageBody, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import { stage } from "../../platform/tracing.ts";
import type { Access } from "../log/index.ts";
import { askingOf } from "./confirmations-asking.ts";
import { contentOf, speaksForItself } from "./content.ts";
import type { MessagesDeps } from "./deps.ts";
import type { IsActive } from "./peers.ts";
import { judgeMentionAll, judgeSpeaker, quoteOf } from "./rules.ts";
import { readEntries, readSent } from "./state-store.ts";
import { refuseStranger } from "./strangers.ts";

type SendArgs = CallArgs<"messages.send">;

/** Access may change while a message is judged; so often in a row it does not. */
const maxJudgements = 10;

/**
 * `messages.send`: judged by what is known in memory, stored only if that still holds in the store. What it answers to
 * is looked up anew with each judgement, since a recall makes earlier ones stale.
 */
export function send(deps: MessagesDeps, isActive: IsActive): UseCase<"messages.send"> {
  const say = saying(deps, isActive);
  return async (args, actor) => {
    try {
      return await say(args, actor);
    } catch (error) {
      // What was stored by an earlier try stays said, although it would be refused by now: its quote recalled, say.
      if (!(error instanceof Failure) || error.code.startsWith("conversations/")) throw error;
      const stored = await readSent(deps.reading, { ...args, by: actor.id });
      if (!stored) throw error;
      return { ...stored, duplicate: true, warning: null };
    }
  };
}

type Answer = CallOutput<"messages.send">;

function saying(deps: MessagesDeps, isActive: IsActive): (args: SendArgs, actor: Actor) => Promise<Answer> {
  return async (args, actor) => {
    if (args.text.trim() === "" && !speaksForItself(args.content)) fail("messages/empty");
    // Files are touched, links looked up: only for somebody who may write here at all.
    if (args.content) await judge(deps, isActive, actor, args);
    const content = args.content && (await contentOf(deps, actor, args.content));
    for (let judgement = 1; judgement <= maxJudgements; judgement++) {
      const judged = await stage("judge", () => judge(deps, isActive, actor, args));
      const { access, mentionAll, warning } = judged;
      const { conversationId, clientId, text } = args;
      const body: MessageBody = {
        kind: "message",
        text,
        mentions: [...new Set(args.mentions)],
        mentionAll,
        ...(await answering(deps, actor, args)),
        ...(content ? { content } : {}),
        ...(await askingOf(deps, actor, access, args)),
      };
      const { accessVersion } = access;
      const outcome = await deps.log.append({ conversationId, clientId, by: actor.id, body, accessVersion });
      if (outcome !== "stale") return { ...outcome, at: outcome.at.toISOString(), warning };
    }
    return fail("server/busy", { retryAfterMs: 1_000 });
  };
}

type Said = Pick<SendArgs, "conversationId" | "mentions" | "mentionAll">;

/** Whether the actor may say this here, and what of it counts. @throws as messages.send */
export async function judge(deps: MessagesDeps, isActive: IsActive, actor: Actor, args: Said) {
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

/** @throws conversations/peer_inactive */
export async function judgePeer(access: Access, me: PrincipalId, isActive: IsActive): Promise<void> {
  for (const id of access.members.keys()) {
    if (id !== me && !(await isActive(id))) fail("conversations/peer_inactive");
  }
}

/** What is quoted is copied from the original; it and the beginning of a thread must be visible to the sender now. */
async function answering(
  deps: MessagesDeps,
  actor: Actor,
  { conversationId, replyToSeq, thread }: SendArgs,
): Promise<Pick<MessageBody, "replyTo" | "thread">> {
  const seqs = [replyToSeq, thread].filter((seq) => seq !== null && seq !== undefined);
  if (seqs.length === 0) return { replyTo: null };
  const found = await readEntries(deps.reading, conversationId, actor.id, seqs);
  const messageAt = (seq: number) => {
    const entry = found.find((one) => one.seq === seq);
    return entry?.body.kind === "message" && entry.by !== null ? { by: entry.by, body: entry.body } : null;
  };
  const root = thread === undefined ? null : messageAt(thread);
  if (thread !== undefined && (!root || root.body.thread !== undefined)) fail("messages/thread_not_found");
  if (replyToSeq === null) return { replyTo: null, ...(thread === undefined ? {} : { thread }) };
  const { by, body } = messageAt(replyToSeq) ?? fail("messages/reply_not_found");
  const replyTo = { seq: replyToSeq, by, text: quoteOf(body.text) };
  return { replyTo, ...(thread === undefined ? {} : { thread }) };
}
