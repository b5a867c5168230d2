import { randomUUID } from "node:crypto";
import type { PrincipalId } from "@qunxin/protocol";
import { type Bus, newsLost, topic } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Hub } from "./hub.ts";

/** Who has a device at a node of the installation, and who has none there any more. `ask`: a node that knows nobody yet. */
const presenceNews = topic<{
  readonly node: string;
  readonly here?: readonly PrincipalId[];
  readonly gone?: readonly PrincipalId[];
  readonly ask?: true;
}>("ws.presence");

/** So many ids are one piece of news: it must travel between processes unshortened. */
const idsPerNews = 150;
const everyMs = 5_000;
/** Everybody is announced again once in so many turns, a part of them each turn. */
const turns = 12;
/** Who is not announced again for that long is not there any more. */
const leaseMs = 2.5 * turns * everyMs;
/** A node that says nothing for that long has died, and its people's devices with it. */
const nodeLeaseMs = 4 * everyMs;

export interface PresenceDeps {
  readonly hub: Pick<Hub, "of">;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Told when somebody's first device anywhere came, or the last one went. */
  readonly changed: (id: PrincipalId, online: boolean) => void;
}

/** Who is online, at whatever node. What is known of other nodes are leases: news that got lost heals in a minute. */
export interface Presence {
  came(id: PrincipalId): void;
  went(id: PrincipalId): void;
  online(id: PrincipalId): boolean;
  stop(): void;
}

export function createPresence({ hub, bus, clock, changed }: PresenceDeps): Presence {
  const node = randomUUID();
  /** Who has a device here, and was announced. */
  const here = new Set<PrincipalId>();
  /** Other nodes where somebody has a device, and until when that is believed. */
  const elsewhere = new Map<PrincipalId, Map<string, number>>();
  const heardOf = new Map<string, number>();
  let turn = 0;

  const isOnline = (id: PrincipalId) => here.has(id) || elsewhere.has(id);
  const ends = [
    bus.subscribe(presenceNews, (news) => {
      if (news.node === node) return;
      heardOf.set(news.node, clock.now().getTime());
      for (const id of news.here ?? []) believe(id, news.node);
      for (const id of news.gone ?? []) forget(id, news.node);
      if (news.ask) announce(() => true);
    }),
    bus.subscribe(newsLost, ({ deaf }) => deaf || askAround()),
  ];
  askAround();
  const timer = setInterval(() => {
    turn = (turn + 1) % turns;
    announce((id) => Number.parseInt(id.slice(-4), 16) % turns === turn);
    bus.publish(presenceNews, { node });
    forgetExpired();
  }, everyMs);

  function believe(id: PrincipalId, at: string): void {
    const news = !isOnline(id);
    const nodes = elsewhere.get(id) ?? new Map<string, number>();
    elsewhere.set(id, nodes.set(at, clock.now().getTime() + leaseMs));
    if (news) changed(id, true);
  }

  function forget(id: PrincipalId, at: string): void {
    const nodes = elsewhere.get(id);
    if (!nodes?.delete(at) || nodes.size > 0) return;
    elsewhere.delete(id);
    if (!isOnline(id)) changed(id, false);
  }

  function forgetExpired(): void {
    const now = clock.now().getTime();
    const dead = (at: string) => (heardOf.get(at) ?? 0) + nodeLeaseMs < now;
    for (const [id, nodes] of elsewhere) for (const [at, until] of nodes) if (until < now || dead(at)) forget(id, at);
    for (const at of heardOf.keys()) if (dead(at)) heardOf.delete(at);
  }

  function askAround(): void {
    bus.publish(presenceNews, { node, ask: true });
    announce(() => true);
  }

  function announce(among: (id: PrincipalId) => boolean): void {
    const chosen = [...here].filter(among);
    for (let at = 0; at < chosen.length; at += idsPerNews) {
      bus.publish(presenceNews, { node, here: chosen.slice(at, at + idsPerNews) });
    }
  }

  return {
    came(id) {
      // Several devices may be known to the hub before the first of them has come.
      if (here.has(id) || hub.of(id).size === 0) return;
      here.add(id);
      bus.publish(presenceNews, { node, here: [id] });
      if (!elsewhere.has(id)) changed(id, true);
    },
    went(id) {
      if (hub.of(id).size > 0 || !here.delete(id)) return;
      bus.publish(presenceNews, { node, gone: [id] });
      if (!elsewhere.has(id)) changed(id, false);
    },
    online: isOnline,
    stop() {
      for (const end of ends) end();
      clearInterval(timer);
    },
  };
}
