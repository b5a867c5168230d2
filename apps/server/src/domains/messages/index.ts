import { type ConversationId, type ConversationSummary, fail, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { markRead, set } from "./keeping.ts";
import { openDirect } from "./open-direct.ts";
import { createPeers } from "./peers.ts";
import { send } from "./send.ts";
import { get, list, summaryFor } from "./summaries.ts";

export type { MessagesDeps } from "./deps.ts";
export { draftChanged } from "./drafts.ts";
export type { LivePort } from "./ports.ts";

export interface Messages {
  readonly useCases: UseCasesOf<"conversations"> & UseCasesOf<"messages"> & UseCasesOf<"presence"> & UseCasesOf<"drafts">;
  /** A conversation as that person's list shows it; null when they are not in it. */
  summaryFor(viewer: PrincipalId, conversationId: ConversationId): Promise<ConversationSummary | null>;
  /** What stands as that person's draft; null nothing. */
  readonly draftOf: Drafts["draftOf"];
  /** Removes what nobody needs any more. */
  readonly sweep: () => Promise<void>;
}

/** Talking: the list of one's conversations, sending, reading, typing, presence. */
export function createMessages(deps: MessagesDeps): Messages {
  const isActive = createPeers(deps);
  const drafts = createDrafts(deps);
  return {
    useCases: {
      ...drafts.useCases,
      "conversations.list": list(deps),
      "conversations.get": get(deps),
      "conversations.openDirect": openDirect(deps),
      "conversations.markRead": markRead(deps),
      "conversations.set": set(deps),
      "messages.send": send(deps, isActive),
      "messages.history": async ({ limit = defaultPage, ...query }, actor) =>
        (await deps.log.history(deps.reading, { ...query, viewer: actor.id, limit })) ??
        fail("conversations/not_found"),
      "messages.typing": async ({ conversationId }, actor) => {
        const access = await deps.log.access(conversationId);
        if (!access?.members.has(actor.id)) fail("conversations/not_found");
        deps.ports.live.typing(conversationId, actor.id);
        return {};
      },
      "presence.watch": async ({ ids }, actor, caller) => {
        const known = await knownTo(deps, actor, ids);
        deps.ports.live.watch(caller, actor, known);
        return { online: deps.ports.live.online(known) };
      },
    },
    summaryFor: (viewer, conversationId) => summaryFor(deps, viewer, conversationId),
    draftOf: drafts.draftOf,
    sweep: drafts.sweep,
  };
}

const defaultPage = 50;

/** Employees may watch anybody, external people those they share a group with. */
async function knownTo(deps: MessagesDeps, actor: Actor, ids: readonly PrincipalId[]): Promise<readonly PrincipalId[]> {
  return actor.kind === "employee" ? ids : deps.log.shareGroup(deps.reading, actor.id, ids);
}
