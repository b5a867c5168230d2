import { fail, type PrincipalId } from "@qunxin/protocol";
import type { UseCase } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import { insertClosing, isClosed, readVotes, writeVote } from "./poll-store.ts";
import { judgeVote, mayClosePoll } from "./rules.ts";
import { acting, contentOfType, looking, standing } from "./scene.ts";

/** `messages.vote`: whoever can see the poll. Nobody is told who voted in an anonymous one. */
export function vote(deps: MessagesDeps): UseCase<"messages.vote"> {
  return ({ options, ...at }, actor) =>
    acting(
      deps,
      actor,
      at,
    )(async (scene) => {
      const { tx } = scene;
      const poll = contentOfType(standing(scene), "poll", "messages/not_a_poll");
      const now = deps.clock.now();
      const chosen = judgeVote(poll, options, { closed: await isClosed(tx, at), now });
      const before = (await readVotes(tx, at, actor.id))[0]?.options ?? [];
      const added = chosen.filter((option) => !before.includes(option));
      const removed = before.filter((option) => !chosen.includes(option));
      if (added.length + removed.length === 0) return {};
      await writeVote(tx, at, { by: actor.id, options: chosen, at: now });
      const voters = before.length === 0 ? 1 : chosen.length === 0 ? -1 : 0;
      const body = { kind: "poll_voted", target: at.seq, added, removed, voters } as const;
      await deps.log.act(tx, at.conversationId, { by: poll.anonymous ? null : actor.id, body });
      // The voter's own devices cannot tell from such an entry that it is theirs.
      if (poll.anonymous) deps.log.tellOwn(tx, at.conversationId, actor.id, [at.seq]);
      return {};
    });
}

/** `messages.closePoll` */
export function closePoll(deps: MessagesDeps): UseCase<"messages.closePoll"> {
  return (at, actor) =>
    acting(
      deps,
      actor,
      at,
    )(async (scene) => {
      const { tx } = scene;
      contentOfType(standing(scene), "poll", "messages/not_a_poll");
      if (!mayClosePoll(scene.facts)) fail("access/permission_denied", { right: "closePoll" });
      if (await isClosed(tx, at)) return {};
      await insertClosing(tx, at, { by: actor.id, at: deps.clock.now() });
      await deps.log.act(tx, at.conversationId, { by: actor.id, body: { kind: "poll_closed", target: at.seq } });
      return {};
    });
}

/** `messages.pollVoters` */
export function pollVoters(deps: MessagesDeps): UseCase<"messages.pollVoters"> {
  return async (at, actor) => {
    const scene = standing(await looking(deps, actor, at, deps.reading));
    const poll = contentOfType(scene, "poll", "messages/not_a_poll");
    if (poll.anonymous) fail("messages/poll_anonymous");
    const options: PrincipalId[][] = poll.options.map(() => []);
    for (const { by, options: chosen } of await readVotes(deps.reading, at)) {
      for (const option of chosen) options[option]?.push(by);
    }
    return { options };
  };
}
