import type { ConversationId, PrincipalId, ServerEvent } from "@qunxin/protocol";
import type { AccessChange, ConversationLog, LogChanged } from "../../domains/log/index.ts";
import type { Reading } from "../../platform/database.ts";
import { together } from "../../platform/together.ts";
import { type Channel, createChannel } from "./channel.ts";
import type { Connection } from "./connection.ts";
import { findDoubtful } from "./doubtful.ts";
import { encodeEvent } from "./frame.ts";
import { createRings, type RingLimits } from "./ring.ts";
import { type LeftReason, startsIn, whyGone } from "./stays.ts";
import type { Turn } from "./turn.ts";

export interface HubDeps {
  readonly log: Pick<ConversationLog, "conversationsOf" | "presentAmong" | "entriesBetween" | "underWay">;
  readonly reading: Reading;
  readonly turn: Turn;
  /** Told when somebody came into a conversation and has a device here. */
  readonly added: (personId: PrincipalId, conversationId: ConversationId) => void;
  readonly onError: (error: unknown) => void;
  readonly patienceMs: number;
  readonly rings: RingLimits;
}

/** Who is connected here, and who of them gets what. */
export interface Hub {
  /** Subscribes a new connection to everything its person is in. Afterwards nothing is missed. */
  connect(connection: Connection): Promise<void>;
  disconnect(connection: Connection): void;
  publish(change: LogChanged): void;
  /** Looks into the store for all that news may not have told: who is where, and how far each conversation has come. */
  recheck(): Promise<void>;
  /** Devices of a person. */
  of(personId: PrincipalId): ReadonlySet<Connection>;
  all(): Iterable<Connection>;
  channel(conversationId: ConversationId): Channel | undefined;
  /** Whether some device of that person gets this conversation. */
  follows(personId: PrincipalId, conversationId: ConversationId): boolean;
  /** Tells all devices of a person. */
  tell(personId: PrincipalId, event: ServerEvent): void;
}

/** More missing entries than this are not fetched for everybody: each device fetches what it needs. */
const maxLookedUp = 500;
/** So many conversations are looked up at a time, so that whoever calls meanwhile gets a connection too. */
const maxLooks = 4;
const nobody: ReadonlySet<Connection> = new Set();

/**
 * Publications are the only source of what happens after the snapshot a connection starts from; both carry seqs, so that
 * a change is applied exactly once and exactly at its entry, whichever comes first.
 */
export function createHub(deps: HubDeps): Hub {
  const { log, reading } = deps;
  const people = new Map<PrincipalId, Set<Connection>>();
  const channels = new Map<ConversationId, Channel>();
  const ringOf = createRings(deps.rings);
  // After a restart everybody comes back at once.
  const conversationsOf = together((ids: readonly PrincipalId[]) => log.conversationsOf(reading, ids));
  /** What was published while some connection waits for its snapshot. */
  const window = new Map<ConversationId, LogChanged[]>();
  let snapshots = 0;
  /** Looks into the store under way. */
  const looks = new Set<Promise<void>>();

  function channelAt(id: ConversationId, firstSeq: number): Channel {
    const found = channels.get(id);
    if (found) return found;
    const { turn, patienceMs } = deps;
    const { underWay } = log;
    const ring = ringOf(id);
    const channel = createChannel(id, firstSeq, { turn, patienceMs, ring, underWay, accessChanged: follow, lookUp });
    channels.set(id, channel);
    return channel;
  }

  function subscribe(connection: Connection, channel: Channel, start: number): void {
    channel.add(connection, start);
    connection.subscriptions.add(channel.id);
  }

  function unsubscribe(connection: Connection, channel: Channel): void {
    channel.remove(connection);
    connection.subscriptions.delete(channel.id);
  }

  /**
   * A channel nobody here listens to is forgotten; the store knows where it stands. Not while the store is asked for it:
   * whoever comes in meanwhile must find the channel that the answer goes to.
   */
  function tidy(channel: Channel): void {
    if (channel.size() > 0 || channel.paused()) return;
    channel.drop();
    if (channels.get(channel.id) === channel) channels.delete(channel.id);
  }

  /** Applies who went and who came, between the entry before `seq` and the one at it. */
  function follow(channel: Channel, change: Exclude<AccessChange, "many">, seq: number): void {
    for (const { id, reason } of change.left) expel(channel, id, reason);
    for (const id of change.joined) welcome(channel, id, seq);
    tidy(channel);
  }

  function expel(channel: Channel, id: PrincipalId, reason: LeftReason): void {
    const connections = [...(people.get(id) ?? nobody)];
    if (connections.length === 0) return;
    for (const connection of connections) {
      unsubscribe(connection, channel);
      connection.forget(channel.backlog);
    }
    tell(id, { type: "conversation.removed", conversationId: channel.id, reason });
  }

  function welcome(channel: Channel, id: PrincipalId, start: number): void {
    const connections = people.get(id);
    if (!connections) return;
    for (const connection of connections) subscribe(connection, channel, start);
    deps.added(id, channel.id);
  }

  function tell(personId: PrincipalId, event: ServerEvent): void {
    const connections = people.get(personId);
    if (!connections) return;
    const frame = encodeEvent(event);
    for (const connection of connections) connection.send(frame);
  }

  function keepForSnapshots(change: LogChanged): void {
    const kept = window.get(change.conversationId);
    if (kept) kept.push(change);
    else window.set(change.conversationId, [change]);
  }

  function publish(change: LogChanged): void {
    if (snapshots > 0) keepForSnapshots(change);
    const channel = channels.get(change.conversationId);
    if (channel) {
      channel.accept(change);
      return;
    }
    const { accessChanged } = change;
    if (accessChanged === null) return;
    const concerns = accessChanged === "many" ? people.size > 0 : accessChanged.joined.some((id) => people.has(id));
    // Later entries may have come before this one and found no channel: only the store knows where it stands.
    if (concerns) lookUp(channelAt(change.conversationId, change.entries.at(-1)?.seq ?? 1));
  }

  /** Takes membership and missing entries from the store, in one snapshot of membership. */
  function lookUp(channel: Channel): void {
    if (channel.pause()) ask(channel, channel.next());
  }

  /** Asks until the store answers: who came in meanwhile is subscribed by nothing else. */
  function ask(channel: Channel, from: number): void {
    const look = settle(channel, from)
      .catch((error: unknown) => {
        deps.onError(error);
        // With nobody here there is nothing to be late for, and each device begins with a snapshot of its own.
        if (people.size > 0) return void setTimeout(() => ask(channel, from), deps.patienceMs).unref();
        channel.resume(from - 1, []);
        tidy(channel);
      })
      .finally(() => looks.delete(look));
    looks.add(look);
  }

  async function settle(channel: Channel, from: number): Promise<void> {
    const { id } = channel;
    const asked = new Set(people.keys());
    const { lastSeq, present } = await log.presentAmong(reading, id, [...asked]);
    const many = lastSeq - from >= maxLookedUp;
    const found = await log.entriesBetween(reading, id, many ? lastSeq : from, lastSeq);
    const since = new Map(present.map((member) => [member.id, member.joinedSeq]));
    for (const [personId, start] of startsIn(channel)) {
      // Came with a snapshot of their own while the store was asked.
      if (!asked.has(personId)) continue;
      const joined = since.get(personId);
      // Who went and came back meanwhile must not get what was said in between.
      if (joined === undefined || joined >= start) expel(channel, personId, whyGone(personId, found));
    }
    for (const [personId, joined] of since) {
      // An earlier device may have been told to go before a later one came.
      if (!allFollow(personId, id)) welcome(channel, personId, many ? lastSeq + 1 : Math.max(joined, from));
    }
    channel.resume(lastSeq, many ? "lost" : found);
    tidy(channel);
  }

  function follows(personId: PrincipalId, conversationId: ConversationId): boolean {
    for (const connection of people.get(personId) ?? nobody) {
      if (connection.subscriptions.has(conversationId)) return true;
    }
    return false;
  }

  function allFollow(personId: PrincipalId, conversationId: ConversationId): boolean {
    return [...(people.get(personId) ?? nobody)].every(({ subscriptions }) => subscriptions.has(conversationId));
  }

  async function recheck(): Promise<void> {
    const doubtful = await findDoubtful({ log, reading, people, channels });
    for (const [id, lastSeq] of doubtful) {
      // As if news had come that was too much to send along: a look under way may have begun before what is missing.
      channelAt(id, lastSeq + 1).accept({ conversationId: id, entries: [], accessChanged: "many" });
      while (looks.size >= maxLooks) await Promise.race(looks);
    }
    await Promise.all(looks);
  }

  async function connect(connection: Connection): Promise<void> {
    const own = people.get(connection.personId) ?? new Set();
    people.set(connection.personId, own.add(connection));
    snapshots += 1;
    try {
      const mine = (await conversationsOf(connection.personId)) ?? [];
      // Gone while the store was asked.
      if (own.has(connection)) for (const { id, lastSeq } of mine) enter(connection, id, lastSeq);
    } finally {
      snapshots -= 1;
      if (snapshots === 0) window.clear();
    }
  }

  /** Subscribes as of a snapshot, then applies what was published for that conversation since. */
  function enter(connection: Connection, id: ConversationId, lastSeq: number): void {
    const isNew = !channels.has(id);
    const channel = channelAt(id, lastSeq + 1);
    subscribe(connection, channel, lastSeq + 1);
    const missed = window.get(id) ?? [];
    if (isNew) for (const change of missed) channel.accept(change);
    else for (const change of missed) makeUp(connection, channel, change, lastSeq);
  }

  /** A change that the channel applied before this connection was in it. */
  function makeUp(connection: Connection, channel: Channel, change: LogChanged, lastSeq: number): void {
    const { accessChanged, entries } = change;
    // Shortened on its way: only the store knows whether it came before this connection's snapshot.
    if (accessChanged === "many" && entries.length === 0) channel.accept(change);
    const seq = entries.at(-1)?.seq ?? 0;
    if (!accessChanged || seq <= lastSeq || seq >= channel.next()) return;
    if (accessChanged === "many") {
      lookUp(channel);
      return;
    }
    const { personId } = connection;
    for (const { id, reason } of accessChanged.left) if (id === personId) expel(channel, id, reason);
    if (accessChanged.joined.includes(personId)) welcome(channel, personId, channel.next());
    tidy(channel);
  }

  return {
    connect,
    disconnect(connection) {
      const own = people.get(connection.personId);
      own?.delete(connection);
      if (own?.size === 0) people.delete(connection.personId);
      for (const id of [...connection.subscriptions]) {
        const channel = channels.get(id);
        if (!channel) continue;
        unsubscribe(connection, channel);
        tidy(channel);
      }
    },
    publish,
    recheck,
    of: (personId) => people.get(personId) ?? nobody,
    *all() {
      for (const connections of people.values()) yield* connections;
    },
    channel: (id) => channels.get(id),
    follows,
    tell,
  };
}
