import { type CallArgs, type CallOutput, type ConversationId, limits } from "@qunxin/protocol";
import type { Socket } from "./socket.ts";

/** A socket watches one set of messages a conversation: here what all tabs look at, the newest first. */
export function createReceiptUnion(socket: Socket) {
  const sets = new Map<string, Map<ConversationId, readonly number[]>>();
  return {
    async watch(tab: string, { conversationId, seqs }: CallArgs<"receipts.watch">): Promise<unknown> {
      const own = sets.get(tab) ?? new Map<ConversationId, readonly number[]>();
      sets.set(tab, own.set(conversationId, seqs));
      const all = new Set([...sets.values()].flatMap((one) => one.get(conversationId) ?? []));
      const newest = [...all].sort((a, b) => b - a).slice(0, limits.receiptsPerWatch);
      const answer = await socket.call("receipts.watch", { conversationId, seqs: newest });
      const { off, receipts } = answer as CallOutput<"receipts.watch">;
      return { off, receipts: receipts.filter(({ seq }) => seqs.includes(seq)) };
    },
    forget: (tab: string) => void sets.delete(tab),
  };
}
