import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import type { AccessChange, LogChanged } from "../../domains/log/index.ts";
import { sockets } from "../../platform/metrics.ts";
import type { Connection } from "./connection.ts";
import { encodeFrame } from "./frame.ts";
import { createGathering } from "./gathering.ts";
import { withoutRecalled } from "./recalled.ts";
import type { Backlog, Ring } from "./ring.ts";
import type { Turn } from "./turn.ts";

/** What a channel asks of its surroundings. */
export interface ChannelDeps {
  /** Keeps the frames that slow devices are still to get. */
  readonly ring: Ring;
  readonly turn: Turn;
  /** Whether further messages of the conversation are about to be stored. */
  readonly underWay: (id: ConversationId) => boolean;
  /** Called at the entry that changed who is in, after everything before it was handed out. */
  readonly accessChanged: (channel: Channel, change: Exclude<AccessChange, "many">, seq: number) => void;
  /** Something is missing, or nobody can say who is in: look into the store, then `resume`. */
  readonly lookUp: (channel: Channel) => void;
  /** How long a missing entry may take before the store is asked. */
  readonly patienceMs: number;
}

/** One conversation's deliveries on this server, strictly in order of seq. */
export interface Channel {
  readonly id: ConversationId;
  readonly backlog: Backlog;
  /** Seq of the entry to be delivered next. */
  next(): number;
  connections(): Iterable<Connection>;
  has(connection: Connection): boolean;
  size(): number;
  /** Seq of the first entry that this connection is still to be handed. */
  startOf(connection: Connection): number;
  /** Hands entries from `start` on to this connection. */
  add(connection: Connection, start: number): void;
  remove(connection: Connection): void;
  accept(change: LogChanged): void;
  /** Holds everything back until `resume`, for a look into the store. False when it is held back already. */
  pause(): boolean;
  paused(): boolean;
  /** Goes on behind `entries`, which were looked up; `lost`: they were too many, everybody is told of a gap. */
  resume(lastSeq: number, entries: readonly Entry[] | "lost"): void;
  /** When somebody last told of typing. */
  readonly typing: Map<PrincipalId, number>;
  drop(): void;
}

/**
 * Publications come after the commits that took their seqs, so they may overtake each other: later ones wait here for
 * the missing one. Entries of one turn are encoded together, once for all.
 */
export function createChannel(id: ConversationId, firstSeq: number, deps: ChannelDeps): Channel {
  const { ring } = deps;
  const live = new Set<Connection>();
  const waiting = new Map<Connection, number>();
  const held = new Map<number, LogChanged>();
  let pending: Entry[] = [];
  let next = firstSeq;
  let paused = false;
  let again = false;
  let timer: NodeJS.Timeout | null = null;

  const gathering = createGathering(deps.turn, seal);
  const sealWhenWorthIt = () => gathering.due({ sockets: live.size, more: deps.underWay(id) });

  /** Hands what is pending to those in now. */
  function seal(): void {
    gathering.sealed();
    const last = pending.at(-1);
    if (!last) return;
    const frame = encodeFrame({ k: "entries", c: id, e: pending });
    sockets.deliveries.inc(pending.length * live.size);
    pending = [];
    const number = ring.push(frame, last.seq);
    for (const connection of live) connection.entries(ring, number, frame);
    ring.tidy();
  }

  function push(entry: Entry): void {
    for (const [connection, start] of waiting) {
      if (start > entry.seq) continue;
      seal();
      waiting.delete(connection);
      live.add(connection);
    }
    if (entry.body.kind === "message_recalled") forgetRecalled(entry);
    pending.push(entry);
    next = entry.seq + 1;
    deps.turn.sealLater(sealWhenWorthIt);
  }

  /** What is recalled, or quotes it, goes to nobody from here any more: who lags asks the log. */
  function forgetRecalled(recall: Entry): void {
    pending = withoutRecalled(pending, recall);
    ring.clear();
  }

  function deliver({ entries, accessChanged }: LogChanged): void {
    const due = entries.filter(({ seq }) => seq >= next);
    const last = due.at(-1);
    if (!last) return;
    for (const entry of due.slice(0, -1)) push(entry);
    // Roles and recalls change who may do what, not who is in.
    if (accessChanged && accessChanged !== "many" && accessChanged.joined.length + accessChanged.left.length > 0) {
      seal();
      deps.accessChanged(channel, accessChanged, last.seq);
    }
    push(last);
    if (accessChanged === "many") deps.lookUp(channel);
  }

  function deliverHeld(): void {
    for (let due = held.get(next); due && !paused; due = held.get(next)) {
      held.delete(next);
      deliver(due);
    }
    for (const [first, { entries }] of held) if ((entries.at(-1)?.seq ?? 0) < next) held.delete(first);
    if (held.size > 0 && !paused) waitForMissing();
  }

  function waitForMissing(): void {
    timer ??= setTimeout(() => {
      timer = null;
      if (held.size > 0) deps.lookUp(channel);
    }, deps.patienceMs);
  }

  function accept(change: LogChanged): void {
    const { entries, accessChanged } = change;
    const first = entries[0]?.seq;
    if (first === undefined) {
      // Without entries it was too much to send along.
      const unknown = accessChanged === null || accessChanged === "many";
      if (!unknown) deps.accessChanged(channel, accessChanged, next);
      else if (paused) again = true;
      else deps.lookUp(channel);
      return;
    }
    if (paused || first > next) {
      held.set(first, change);
      if (!paused) waitForMissing();
      return;
    }
    deliver(change);
    if (held.size > 0) deliverHeld();
  }

  function resume(lastSeq: number, entries: readonly Entry[] | "lost"): void {
    paused = false;
    if (entries === "lost") {
      seal();
      ring.lose(lastSeq);
      for (const connection of [...live, ...waiting.keys()]) connection.gap(ring);
    } else for (const entry of entries) if (entry.seq >= next) push(entry);
    next = Math.max(next, lastSeq + 1);
    deliverHeld();
    if (again) {
      again = false;
      deps.lookUp(channel);
    }
  }

  const channel: Channel = {
    id,
    backlog: ring,
    next: () => next,
    connections: function* () {
      yield* live;
      yield* waiting.keys();
    },
    has: (connection) => live.has(connection) || waiting.has(connection),
    size: () => live.size + waiting.size,
    startOf: (connection) => waiting.get(connection) ?? next,
    add(connection, start) {
      if (live.has(connection)) return;
      seal();
      if (start <= next) live.add(connection);
      else waiting.set(connection, Math.max(start, waiting.get(connection) ?? 0));
    },
    remove(connection) {
      seal();
      live.delete(connection);
      waiting.delete(connection);
    },
    accept,
    pause() {
      if (paused) return false;
      paused = true;
      return true;
    },
    paused: () => paused,
    resume,
    typing: new Map(),
    drop() {
      if (timer) clearTimeout(timer);
      timer = null;
      gathering.sealed();
      held.clear();
    },
  };
  return channel;
}
