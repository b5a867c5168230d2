import { limits } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import { mayNudgeAt } from "./confirmations-rules.ts";
import { readConfirmed, readRequest } from "./confirmations-store.ts";
import { createBoard } from "./receipts-board.ts";
import { demandReceipted, type ReceiptDeps, receiptedFor, standingOf } from "./receipts-standing.ts";
import { readReaders, readWho } from "./receipts-store.ts";
import type { ReceiptWatch } from "./receipts-watch.ts";

/** 已读 / 未读 */
export function receiptUseCases(deps: ReceiptDeps, live: ReceiptWatch): UseCasesOf<"receipts"> {
  return {
    "receipts.watch": async ({ conversationId, seqs }, actor, caller) => {
      const { on, role } = await standingOf(deps, conversationId, actor.id);
      const listener = deps.ports.live.listener(caller);
      if (listener) return live.watch(conversationId, listener, seqs);
      if (!on) return { off: true, receipts: [] };
      const messages = await receiptedFor(deps, conversationId, { id: actor.id, role }, seqs);
      const readers = await readReaders(deps.reading, conversationId);
      return { off: false, receipts: createBoard(readers, messages).receipts() };
    },
    "receipts.confirmed": async ({ conversationId, seqs }, actor) => {
      await standingOf(deps, conversationId, actor.id);
      return { confirmed: await readConfirmed(deps.reading, conversationId, actor.id, seqs) };
    },
    "receipts.readers": async ({ conversationId, seq }, actor) => {
      const message = await demandReceipted(deps, conversationId, actor.id, seq);
      const readers = await readWho(deps.reading, conversationId, message, limits.readersShown);
      if (!message.confirmed) return { ...readers, confirm: null };
      const request = await readRequest(deps.reading, conversationId, seq);
      const { everyHours = 2, nudgedAt = null } = request ?? {};
      const mayNudge = mayNudgeAt(nudgedAt) <= deps.clock.now();
      return { ...readers, confirm: { everyHours, nudgedAt: nudgedAt?.toISOString() ?? null, mayNudge } };
    },
  };
}
