import { setTimeout as delay } from "node:timers/promises";
import { closeCodes, type SessionId } from "@qunxin/protocol";
import { type Bus, newsLost } from "../../platform/bus.ts";
import { encodeEvent } from "./frame.ts";
import type { Hub } from "./hub.ts";

export interface HealingDeps {
  readonly bus: Bus;
  readonly hub: Pick<Hub, "all" | "recheck">;
  readonly sessionsAlive: (ids: readonly SessionId[]) => Promise<ReadonlySet<SessionId>>;
  readonly onError: (error: unknown) => void;
}

/** Ten thousand devices that fetch anew are spread over twenty seconds. */
const toldAtOnce = 50;
const toldEveryMs = 100;
const sessionsPerQuestion = 5_000;

/**
 * When news may have been lost, sockets are brought in line with the store: those of ended sessions are closed, missing
 * entries and memberships looked up. What else they were to be told (read marks, drafts, settings) they fetch themselves
 * when they are told so, which is once news comes again. The answer ends it.
 */
export function startHealing({ bus, hub, sessionsAlive, onError }: HealingDeps): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let healing: Promise<void> | null = null;
  /** Asked for meanwhile: "all" includes that devices are told. */
  let wanted: "store" | "all" | null = null;

  async function heal(): Promise<void> {
    while (wanted && !signal.aborted) {
      const all = wanted === "all";
      wanted = null;
      try {
        await endDead();
        await hub.recheck();
        if (all) await tellDevices();
      } catch (error) {
        onError(error);
        // Without a store there is nothing to go by; sockets without a store are closed elsewhere.
        if (all) wanted = "all";
        await delay(1_000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async function endDead(): Promise<void> {
    const connections = [...hub.all()];
    for (let at = 0; at < connections.length; at += sessionsPerQuestion) {
      const asked = connections.slice(at, at + sessionsPerQuestion);
      const alive = await sessionsAlive(asked.map(({ sessionId }) => sessionId));
      for (const one of asked) if (!alive.has(one.sessionId)) one.close(closeCodes.signedOut);
    }
  }

  async function tellDevices(): Promise<void> {
    const frame = encodeEvent({ type: "news.lost" });
    const connections = [...hub.all()];
    for (let at = 0; at < connections.length && wanted !== "all"; at += toldAtOnce) {
      for (const connection of connections.slice(at, at + toldAtOnce)) connection.send(frame);
      await delay(toldEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const end = bus.subscribe(newsLost, ({ deaf }) => {
    if (wanted !== "all") wanted = deaf ? "store" : "all";
    healing ??= heal().finally(() => {
      healing = null;
    });
  });
  return async () => {
    end();
    stopping.abort();
    await healing;
  };
}
