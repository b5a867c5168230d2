import type { ConversationId, NotifyLevel, PrincipalId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Transact } from "../../platform/database.ts";
import { createReadLane } from "./keeping-lane.ts";
import { type ReadMark, updateKeeping } from "./keeping-store.ts";
import { keepingChanged } from "./types.ts";

export interface KeepingChange {
  readonly muted?: boolean | undefined;
  /** Overrides `muted`. */
  readonly notify?: NotifyLevel | undefined;
  readonly pinned?: boolean | undefined;
  readonly markedUnread?: boolean | undefined;
  readonly hidden?: boolean | undefined;
  readonly folded?: boolean | undefined;
}

/** How each member keeps a conversation for themselves. Null: not a member. */
export interface Keeping {
  /** Moves the read mark forward, never back, and takes 标为未读 away. */
  markRead(conversationId: ConversationId, personId: PrincipalId, seq: number): Promise<ReadMark | null>;
  keep(conversationId: ConversationId, personId: PrincipalId, change: KeepingChange): Promise<boolean>;
}

export function createKeeping({ transact, bus, clock }: { transact: Transact; bus: Bus; clock: Clock }): Keeping {
  const lane = createReadLane({
    transact,
    moved(conversationId, personId, mark) {
      bus.publish(keepingChanged, { conversationId, personId, read: { ...mark, markedUnread: false } });
    },
  });
  return {
    markRead: lane.markRead,
    keep: (conversationId, personId, change) =>
      transact(async (tx) => {
        const found = await updateKeeping(tx, conversationId, personId, { ...change, at: clock.now() });
        if (found) tx.afterCommit(() => bus.publish(keepingChanged, { conversationId, personId, read: null }));
        return found;
      }),
  };
}
