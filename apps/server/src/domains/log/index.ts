import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Reading, Transact } from "../../platform/database.ts";
import { createAccessCache } from "./access-cache.ts";
import { createActs, type LogActs } from "./acts.ts";
import { createAppendLane } from "./append-lane.ts";
import { createOpenDirect, type OpenDirect } from "./direct.ts";
import { type HistoryPage, type HistoryQuery, hiddenSince, readHistory } from "./history-store.ts";
import { createKeeping, type Keeping } from "./keeping.ts";
import * as members from "./members-store.ts";
import { createNewestEntries, type NewestEntries } from "./newest.ts";
import { createNewestPages, type NewestPages } from "./newest-pages.ts";
import { createRetention, type LogRetention, type RetentionPorts } from "./retention.ts";
import { entriesBetween } from "./store.ts";
import { createStrain } from "./strain.ts";
import { type Access, type Appended, logChanged, type MessageDraft } from "./types.ts";
import { createUnderWay } from "./under-way.ts";
import { createWriting, type LogWriting } from "./write.ts";

export type { LogActs } from "./acts.ts";
export type { ActPlace, Target } from "./acts-store.ts";
export { type HistoryPage, type HistoryQuery, prepareHistory } from "./history-store.ts";
export type { Telling, ToldPage } from "./newest-pages.ts";
export { type Forget, historyPurged, type RetentionPorts } from "./retention.ts";
export { type EntryRow, everybody, insertFileUses, toEntry } from "./store.ts";
export * from "./types.ts";

export interface LogDeps {
  /** Gives the append lane its connection, which stays taken until `stop`. */
  readonly pool: Database["pool"];
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Consumers of the outbox, each of which is told of every entry written. */
  readonly consumers?: readonly string[];
  /** Read at call time, so that the composition may fill them in later. */
  readonly ports?: RetentionPorts;
}

export interface ConversationLog extends LogWriting, LogActs, Keeping, LogRetention {
  /** Who may write, cached; null when there is no such conversation. */
  access(conversationId: ConversationId): Promise<Access | null>;
  /**
   * Stores one message by group commit; a repeated retry key answers what is stored. "stale": access changed since
   * `accessVersion`; ask `access` anew, judge again, append again.
   * @throws conversations/not_found, server/busy, request/invalid when the text cannot be stored
   */
  append(draft: MessageDraft): Promise<Appended | "stale">;
  /** Whether messages of that conversation wait here to be stored: more is about to be told. */
  underWay(conversationId: ConversationId): boolean;
  openDirect: OpenDirect;
  /** A page of what the viewer may see; null when not a member. */
  history(reading: Reading, query: HistoryQuery): Promise<HistoryPage | null>;
  /** What the viewer deleted for themselves since the conversation stood at that seq. */
  hiddenSince(
    reading: Reading,
    conversationId: ConversationId,
    viewer: PrincipalId,
    sinceSeq: number,
  ): Promise<number[]>;
  entriesBetween(reading: Reading, conversationId: ConversationId, from: number, to: number): Promise<Entry[]>;
  readonly newest: NewestEntries;
  readonly newestPage: NewestPages;
  member(reading: Reading, conversationId: ConversationId, id: PrincipalId): Promise<members.MemberRow | null>;
  /** Rows of all who are or were in, or of the given ones. */
  members(reading: Reading, conversationId: ConversationId, ids?: readonly PrincipalId[]): Promise<members.MemberRow[]>;
  /** Conversations these people are in, each with the last seq as of the same snapshot. */
  conversationsOf(
    reading: Reading,
    ids: readonly PrincipalId[],
  ): Promise<Map<PrincipalId, { id: ConversationId; lastSeq: number }[]>>;
  presentAmong(
    reading: Reading,
    conversationId: ConversationId,
    ids: readonly PrincipalId[],
  ): Promise<{ lastSeq: number; present: { id: PrincipalId; joinedSeq: number }[] }>;
  /** Those of `ids` who share a conversation with `personId`. */
  shareGroup(reading: Reading, personId: PrincipalId, ids: readonly PrincipalId[]): Promise<PrincipalId[]>;
  /** How many times as long as it worked, work that nobody waits for should rest, so that senders have room. */
  restFactor(): number;
  /** Stores what is queued and gives the lane's connection back; call before the pool ends. */
  stop(): Promise<void>;
}

/** The log of every conversation: entries, members and what they may see. */
export function createLog({
  pool,
  reading,
  transact,
  bus,
  clock,
  consumers = [],
  ports = { forget: [] },
}: LogDeps): ConversationLog {
  const cache = createAccessCache({ reading, bus });
  const strain = createStrain();
  const underWay = createUnderWay<ConversationId>();
  const lane = createAppendLane({
    pool,
    strain,
    clock,
    consumers,
    stored: (conversationId, entries) => bus.publish(logChanged, { conversationId, entries, accessChanged: null }),
  });
  return {
    ...createWriting({ bus, clock, consumers }),
    ...createActs({ bus, clock, consumers }),
    ...createKeeping({ transact, bus, clock }),
    ...createRetention({ transact, bus, ports }),
    access: cache.get,
    async append(draft) {
      const { conversationId } = draft;
      underWay.add(conversationId);
      try {
        const outcome = await lane.append(draft);
        if (outcome === "stale") cache.drop(conversationId);
        return outcome;
      } finally {
        underWay.take(conversationId);
      }
    },
    underWay: underWay.has,
    openDirect: createOpenDirect({ bus, clock }),
    history: readHistory,
    hiddenSince,
    entriesBetween,
    newest: createNewestEntries({ reading, bus }),
    newestPage: createNewestPages({ reading, bus }),
    member: members.memberOf,
    members: members.membersOf,
    conversationsOf: members.conversationsOf,
    presentAmong: members.presentAmong,
    shareGroup: members.shareGroup,
    restFactor: () => strain.restFactor(performance.now()),
    stop: lane.stop,
  };
}
