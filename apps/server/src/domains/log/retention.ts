import type { ConversationId } from "@qunxin/protocol";
import { type Bus, topic } from "../../platform/bus.ts";
import type { Transact, Tx } from "../../platform/database.ts";
import { lockConversation } from "./acts-store.ts";
import { deleteUpTo, markPurged, oldStretch } from "./retention-store.ts";

/** The beginning of a conversation was removed: nothing below `firstSeq` is there any more. */
export const historyPurged = topic<{ readonly conversationId: ConversationId; readonly firstSeq: number }>(
  "log.history_purged",
);

/** Removes what a domain to the right keeps of the entries below a seq, in the purging transaction. */
export type Forget = (tx: Tx, conversationId: ConversationId, belowSeq: number) => Promise<void>;

/** Needs to the right; filled in once their owners are there. */
export interface RetentionPorts {
  readonly forget: Forget[];
}

export interface LogRetention {
  /**
   * Removes everything before the first entry that is not older than `before`, in steps small enough for senders not to
   * notice; a purge that was interrupted goes on at the next call. Answers how many entries went.
   */
  purge(conversationId: ConversationId, before: Date): Promise<number>;
}

/** Entries removed in one transaction. */
const stepSize = 500;

/** Retention of one conversation: rows, what hangs on them, index and uses of files go together. */
export function createRetention(deps: { transact: Transact; bus: Bus; ports: RetentionPorts }): LogRetention {
  async function step(conversationId: ConversationId, before: Date): Promise<number> {
    return deps.transact(async (tx) => {
      // First, as every writer does: whoever sends or acts meanwhile waits for this step, and neither for the other.
      if (!(await lockConversation(tx, conversationId))) return 0;
      const old = await oldStretch(tx, conversationId, before, stepSize);
      if (!old) return 0;
      const firstSeq = old.upToSeq + 1;
      // Whoever reads the entries to know what to forget comes before they go.
      for (const forget of deps.ports.forget) await forget(tx, conversationId, firstSeq);
      await deleteUpTo(tx, conversationId, old.upToSeq);
      await markPurged(tx, conversationId, old);
      tx.afterCommit(() => deps.bus.publish(historyPurged, { conversationId, firstSeq }));
      return old.count;
    });
  }

  return {
    async purge(conversationId, before) {
      let gone = 0;
      for (let count = await step(conversationId, before); count > 0; ) {
        gone += count;
        count = count < stepSize ? 0 : await step(conversationId, before);
      }
      return gone;
    },
  };
}
