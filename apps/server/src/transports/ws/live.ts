import { type ConversationId, limits, type PrincipalId } from "@qunxin/protocol";
import type { LivePort } from "../../domains/messages/index.ts";
import type { Caller } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Connection } from "./connection.ts";
import { encodeEvent } from "./frame.ts";
import type { Hub } from "./hub.ts";

/** In a crowd nobody wants to know who is typing, and telling them would cost the most. */
const maxTypingAudience = 500;

/** Presence and typing: what is worth nothing a moment later. */
export interface Live extends LivePort {
  /** Ties a call to the connection it came over. */
  bind(caller: Caller, connection: Connection): void;
  /** A device came or went. */
  came(connection: Connection): void;
  went(connection: Connection): void;
}

export function createLive(hub: Hub, clock: Clock): Live {
  const callers = new WeakMap<Caller, Connection>();
  const watched = new Map<Connection, readonly PrincipalId[]>();
  const watchers = new Map<PrincipalId, Set<Connection>>();

  function unwatch(connection: Connection): void {
    for (const id of watched.get(connection) ?? []) {
      const set = watchers.get(id);
      set?.delete(connection);
      if (set?.size === 0) watchers.delete(id);
    }
    watched.delete(connection);
  }

  function tellWatchers(id: PrincipalId, online: boolean): void {
    const set = watchers.get(id);
    if (!set) return;
    const frame = encodeEvent({ type: "presence", id, online });
    for (const connection of set) connection.volatile(frame);
  }

  return {
    bind: (caller, connection) => void callers.set(caller, connection),
    came({ personId }) {
      if (hub.of(personId).size === 1) tellWatchers(personId, true);
    },
    went(connection) {
      unwatch(connection);
      if (hub.of(connection.personId).size === 0) tellWatchers(connection.personId, false);
    },
    online: (ids) => ids.filter((id) => hub.of(id).size > 0),
    watch(caller, _actor, ids) {
      const connection = callers.get(caller);
      if (!connection) return;
      unwatch(connection);
      watched.set(connection, ids);
      for (const id of ids) watchers.set(id, (watchers.get(id) ?? new Set()).add(connection));
    },
    typing(conversationId: ConversationId, by: PrincipalId) {
      const channel = hub.channel(conversationId);
      if (!channel || channel.size() > maxTypingAudience) return;
      const now = clock.now().getTime();
      // A little less than what clients keep to, so that their clocks need not agree with ours.
      if (now - (channel.typing.get(by) ?? 0) < limits.typingEveryMs / 2) return;
      channel.typing.set(by, now);
      const frame = encodeEvent({ type: "typing", conversationId, by });
      for (const connection of channel.connections()) if (connection.personId !== by) connection.volatile(frame);
    },
  };
}
