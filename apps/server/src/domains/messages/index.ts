import { type ConversationId, type ConversationSummary, type FileId, fail, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import { createActs } from "./acts/index.ts";
import { type Confirmations, createConfirmations } from "./confirmations.ts";
import { carries } from "./content.ts";
import type { MessagesDeps } from "./deps.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { getEntries, history } from "./history.ts";
import { markRead, set } from "./keeping.ts";
import { createKept, type Kept } from "./kept.ts";
import { openDirect } from "./open-direct.ts";
import { createPeers } from "./peers.ts";
import { receiptUseCases } from "./receipts.ts";
import { createReceiptWatch } from "./receipts-watch.ts";
import { send } from "./send.ts";
import { readEntries } from "./state-store.ts";
import { get, list, summaryFor } from "./summaries.ts";

export { type Confirmations, type Reminder, remindTask } from "./confirmations.ts";
export type { MessagesDeps } from "./deps.ts";
export { draftChanged } from "./drafts.ts";
export { forgetMessages } from "./forgetting.ts";
export { keptChanged } from "./kept-news.ts";
export { createLinks } from "./links.ts";
export type { GuardOptions } from "./links-guard.ts";
export { picturesIn } from "./links-pictures.ts";
export { type FilesPort, type LinksPort, type Listener, type LivePort, noLinks } from "./ports.ts";
export { confirmed } from "./receipts-watch.ts";

export interface Messages {
  readonly useCases: UseCasesOf<"conversations"> &
    UseCasesOf<"messages"> &
    UseCasesOf<"presence"> &
    UseCasesOf<"drafts"> &
    UseCasesOf<"receipts"> &
    Kept["useCases"];
  readonly doDue: Kept["doDue"];
  /** A conversation as that person's list shows it; null when they are not in it. */
  summaryFor(viewer: PrincipalId, conversationId: ConversationId): Promise<ConversationSummary | null>;
  /** Whether somebody may, at this moment, read that message and it carries that file. The files domain asks. */
  mayRead(actor: Actor, conversationId: ConversationId, seq: number, fileId: FileId): Promise<boolean>;
  readonly confirmations: Omit<Confirmations, "useCases" | "sweep">;
  /** Ends what watches receipts. */
  stop(): void;
  /** What stands as that person's draft; null nothing. */
  readonly draftOf: Drafts["draftOf"];
  /** Removes what nobody needs any more. */
  readonly sweep: () => Promise<void>;
}

/** Talking: the list of one's conversations, sending, reading, typing, presence. */
export function createMessages(deps: MessagesDeps): Messages {
  const isActive = createPeers(deps);
  const drafts = createDrafts(deps);
  const receipts = createReceiptWatch(deps);
  const confirmations = createConfirmations(deps);
  const sendMessage = send(deps, isActive);
  const kept = createKept(deps, isActive, sendMessage);
  return {
    useCases: {
      ...drafts.useCases,
      ...receiptUseCases(deps, receipts),
      ...confirmations.useCases,
      ...kept.useCases,
      "conversations.list": list(deps),
      "conversations.get": get(deps),
      "conversations.openDirect": openDirect(deps),
      "conversations.markRead": markRead(deps),
      "conversations.set": set(deps),
      "messages.send": sendMessage,
      "messages.history": history(deps),
      "messages.get": getEntries(deps),
      ...createActs(deps, isActive),
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
    async mayRead(actor, conversationId, seq, fileId) {
      const [entry] = await readEntries(deps.reading, conversationId, actor.id, [seq]);
      if (entry?.body.kind !== "message") return false;
      const { content } = entry.body;
      return carries(content, fileId) || (await kept.recordCarries(content, fileId));
    },
    doDue: kept.doDue,
    draftOf: drafts.draftOf,
    confirmations,
    stop: receipts.stop,
    async sweep() {
      await drafts.sweep();
      await kept.sweep();
      await confirmations.sweep();
    },
  };
}

/** Employees may watch anybody, external people those they share a group with. */
async function knownTo(deps: MessagesDeps, actor: Actor, ids: readonly PrincipalId[]): Promise<readonly PrincipalId[]> {
  return actor.kind === "employee" ? ids : deps.log.shareGroup(deps.reading, actor.id, ids);
}
