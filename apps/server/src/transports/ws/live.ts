import { type ConversationId, limits, type PrincipalId } from "@qunxin/protocol";
import type { Listener, LivePort } from "../../domains/messages/index.ts";
import { type Bus, topic } from "../../platform/bus.ts";
import type { Caller } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Connection } from "./connection.ts";
import { encodeEvent } from "./frame.ts";
import type { Hub } from "./hub.ts";
import { createPresence } from "./presence.ts";

/** In a crowd nobody wants to know who is typing, and telling them would cost the most. */
const maxTypingAudience = 500;

/** Somebody types: told at every node, wherever the others are connected. */
const typingNews = topic<{ readonly conversationId: ConversationId; readonly by: PrincipalId }>("ws.typing");

/** Presence and typing: what is worth nothing a moment later. */
export interface Live extends LivePort {
  /** Ties a call to the connection it came over. */
  bind(caller: Caller, connection: Connection): void;
  /** A device came or went. */
  came(connection: Connection): void;
  went(connection: Connection): void;
  stop(): void;
}

export function createLive(hub: Hub, bus: Bus, clock: Clock): Live {
  const callers = new WeakMap<Caller, Connection>();
  const watched = new Map<Connection, readonly PrincipalId[]>();
  const watchers = new Map<PrincipalId, Set<Connection>>();
  const listeners = new WeakMap<Connection, Listener>();
  const endings = new WeakMap<Connection, (() => void)[]>();
  const presence = createPresence({ hub, bus, clock, changed: tellWatchers });
  const endTyping = bus.subscribe(typingNews, tellTyping);

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

  function tellTyping({ conversationId, by }: { conversationId: ConversationId; by: PrincipalId }): void {
    const channel = hub.channel(conversationId);
    if (!channel || channel.size() > maxTypingAudience) return;
    const frame = encodeEvent({ type: "typing", conversationId, by });
    for (const connection of channel.connections()) if (connection.personId !== by) connection.volatile(frame);
  }

  function listenerOn(connection: Connection): Listener {
    const { personId } = connection;
    const works: (() => void)[] = [];
    endings.set(connection, works);
    return { personId, tell: (event) => connection.send(encodeEvent(event)), onEnd: (work) => void works.push(work) };
  }

  return {
    bind: (caller, connection) => void callers.set(caller, connection),
    came: ({ personId }) => presence.came(personId),
    went(connection) {
      unwatch(connection);
      for (const work of endings.get(connection) ?? []) work();
      presence.went(connection.personId);
    },
    stop() {
      endTyping();
      presence.stop();
    },
    online: (ids) => ids.filter(presence.online),
    watch(caller, _actor, ids) {
      const connection = callers.get(caller);
      if (!connection) return;
      unwatch(connection);
      watched.set(connection, ids);
      for (const id of ids) watchers.set(id, (watchers.get(id) ?? new Set()).add(connection));
    },
    listener(caller) {
      const connection = callers.get(caller);
      if (!connection || !hub.of(connection.personId).has(connection)) return null;
      const listener = listeners.get(connection) ?? listenerOn(connection);
      listeners.set(connection, listener);
      return listener;
    },
    typing(conversationId: ConversationId, by: PrincipalId) {
      const channel = hub.channel(conversationId);
      if (!channel || channel.size() > maxTypingAudience) return;
      const now = clock.now().getTime();
      // A little less than what clients keep to, so that their clocks need not agree with ours.
      if (now - (channel.typing.get(by) ?? 0) < limits.typingEveryMs / 2) return;
      channel.typing.set(by, now);
      bus.publish(typingNews, { conversationId, by });
    },
  };
}
