import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { insertDirectMembers, insertPair, type Pair, pairOf, unhide } from "./direct-store.ts";
import { insertConversation } from "./store.ts";
import { keepingChanged, logChanged } from "./types.ts";

/** Finds or makes the one direct conversation of two people, and puts it on the opener's list. */
export type OpenDirect = (tx: Tx, opener: PrincipalId, peer: PrincipalId) => Promise<ConversationId>;

/** Two openers at once get the same conversation: the pair's row decides, the later one waits for it. */
export function createOpenDirect({ bus, clock }: { bus: Bus; clock: Clock }): OpenDirect {
  return async (tx, opener, peer) => {
    const pair: Pair = opener < peer ? { low: opener, high: peer } : { low: peer, high: opener };
    const known = await pairOf(tx, pair);
    if (known) return reopen(tx, known, opener);
    const conversationId = newId<ConversationId>();
    if (!(await insertPair(tx, pair, conversationId))) {
      const other = await pairOf(tx, pair);
      if (!other) throw new Error("a direct pair vanished");
      return reopen(tx, other, opener);
    }
    const at = clock.now();
    await insertConversation(tx, { id: conversationId, kind: "direct", at });
    await insertDirectMembers(tx, conversationId, { opener, peer, at });
    const accessChanged = { joined: [opener, peer], left: [] };
    tx.afterCommit(() => bus.publish(logChanged, { conversationId, entries: [], accessChanged }));
    return conversationId;
  };

  async function reopen(tx: Tx, conversationId: ConversationId, opener: PrincipalId): Promise<ConversationId> {
    if (await unhide(tx, conversationId, opener)) {
      tx.afterCommit(() => bus.publish(keepingChanged, { conversationId, personId: opener, read: null }));
    }
    return conversationId;
  }
}
