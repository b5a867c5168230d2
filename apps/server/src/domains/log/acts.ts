import type { ActBody, ConversationId, Entry, MessageBody, PrincipalId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import {
  type ActPlace,
  insertHidden,
  lockConversation,
  markChanged,
  markRecalled,
  readPlace,
  readVersions,
  replaceBody,
  type Target,
} from "./acts-store.ts";
import { keepingChanged, logChanged, ownEntriesChanged } from "./types.ts";
import { writeEntries } from "./write.ts";

/** Acts on earlier entries, inside a caller's transaction. */
export interface LogActs {
  /** Locks the conversation, then looks at the message as it is now; null when the actor is not in the conversation. */
  lockPlace(tx: Tx, conversationId: ConversationId, actorId: PrincipalId, seq: number): Promise<ActPlace | null>;
  /** The same without a lock, for reading. */
  placeOf(
    reading: Reading,
    conversationId: ConversationId,
    actorId: PrincipalId,
    seq: number,
  ): Promise<ActPlace | null>;
  /** Writes that a message changed. `by` null: nobody is told who did it. */
  act(
    tx: Tx,
    conversationId: ConversationId,
    act: { by: PrincipalId | null; body: ActBody; at?: Date },
  ): Promise<Entry>;
  /** Hides the content for all. Answers judged before, which may quote it, are judged again. */
  recall(tx: Tx, conversationId: ConversationId, seq: number, by: PrincipalId): Promise<Entry>;
  edit(tx: Tx, conversationId: ConversationId, target: Target, by: PrincipalId, body: MessageBody): Promise<Entry>;
  /** Hides entries from one person, whose devices are told. */
  hide(tx: Tx, conversationId: ConversationId, personId: PrincipalId, seqs: readonly number[]): Promise<void>;
  /** Tells a person's devices that entries look different to them; what they look like they ask. */
  tellOwn(tx: Tx, conversationId: ConversationId, personId: PrincipalId, seqs: readonly number[]): void;
  versions(reading: Reading, conversationId: ConversationId, seq: number): Promise<{ body: MessageBody; at: Date }[]>;
}

interface ActsDeps {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly consumers: readonly string[];
}

/** The acts half of the log. Publication follows the commit. */
export function createActs({ bus, clock, consumers }: ActsDeps): LogActs {
  async function write(
    tx: Tx,
    conversationId: ConversationId,
    { by, body, at = clock.now(), bump = false }: { by: PrincipalId | null; body: ActBody; at?: Date; bump?: boolean },
  ): Promise<Entry> {
    const [entry] = await writeEntries(tx, conversationId, [{ by, body }], { bump, now: at, consumers });
    if (!entry) throw new Error("one draft gives one entry");
    await markChanged(tx, conversationId, body.target, entry.seq);
    const accessChanged = bump ? { joined: [], left: [] } : null;
    tx.afterCommit(() => bus.publish(logChanged, { conversationId, entries: [entry], accessChanged }));
    return entry;
  }

  function tellOwn(tx: Tx, conversationId: ConversationId, personId: PrincipalId, seqs: readonly number[]): void {
    tx.afterCommit(() => bus.publish(ownEntriesChanged, { conversationId, personId, seqs }));
  }

  return {
    async lockPlace(tx, conversationId, actorId, seq) {
      if (!(await lockConversation(tx, conversationId))) return null;
      return readPlace(tx, conversationId, actorId, seq);
    },
    placeOf: readPlace,
    act: write,
    async recall(tx, conversationId, seq, by) {
      const entry = await write(tx, conversationId, {
        by,
        body: { kind: "message_recalled", target: seq },
        bump: true,
      });
      await markRecalled(tx, conversationId, seq, { id: by, at: new Date(entry.at) });
      return entry;
    },
    async edit(tx, conversationId, target, by, body) {
      const entry = await write(tx, conversationId, { by, body: { kind: "message_edited", target: target.seq } });
      await replaceBody(tx, conversationId, target, { body, at: new Date(entry.at) });
      return entry;
    },
    async hide(tx, conversationId, personId, seqs) {
      await lockConversation(tx, conversationId);
      const hidden = await insertHidden(tx, conversationId, personId, seqs);
      if (hidden.length === 0) return;
      tellOwn(tx, conversationId, personId, hidden);
      // The newest of them may be what the list shows.
      tx.afterCommit(() => bus.publish(keepingChanged, { conversationId, personId, read: null }));
    },
    tellOwn,
    versions: readVersions,
  };
}
