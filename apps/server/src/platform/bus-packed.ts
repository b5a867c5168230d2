import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Bus, createLocalBus, newsLost } from "./bus.ts";
import { encodeNews, type News, type Pack, readPack, takePack } from "./bus-pack.ts";
import { createPeers } from "./bus-peers.ts";
import type { Log } from "./log.ts";

/** A way to all other processes of the installation. It mends itself; what it loses it does not bring back. */
export interface Wire {
  readonly maxPackBytes: number;
  /** Hands one pack over. Rejects while the wire is down. */
  send(pack: string): Promise<void>;
  close(): Promise<void>;
}

/** What a wire tells: it is down until it says that it is up. */
export interface WireEvents {
  readonly received: (pack: string) => void;
  readonly up: () => void;
  readonly down: () => void;
}

export type OpenWire = (events: WireEvents) => Promise<Wire>;

export interface PackedBusOptions {
  readonly wire: OpenWire;
  /** Says what the wire cannot while it is down; always listened to. */
  readonly spare?: OpenWire;
  readonly log: Pick<Log, "warn">;
  /** How often a deaf process looks by itself; for tests. */
  readonly deafEveryMs?: number;
}

const deafEveryMs = 2_000;
/** Losses of one moment are told as one. */
const gatherMs = 200;
const meetMs = 250;
const closeWithinMs = 1_000;

/**
 * The bus of an installation that runs in several processes: news of this process is delivered at once and travels in
 * packs, one per event-loop turn and never one per message. What may have been lost, on this process's line or on that of
 * another one, or because a process died, is told as `newsLost`. ADR 0023.
 */
export async function createPackedBus(options: PackedBusOptions): Promise<Bus> {
  const local = createLocalBus();
  const origin = randomUUID();
  const outgoing: News[] = [];
  /** Who must be told that news may not have come through to them. */
  let owesLoss: Pack["lost"] | null = null;
  /** Something was not said, since nobody was there. */
  let unsaid = false;
  let deaf = true;
  let open = false;
  let closed = false;
  let flushing: Promise<void> | null = null;
  let telling: NodeJS.Timeout | null = null;

  function tellLoss(): void {
    if (closed) return;
    telling ??= setTimeout(() => {
      telling = null;
      local.publish(newsLost, { deaf });
    }, gatherMs);
  }

  const peers = createPeers({
    beat: () => void beat(),
    lost: tellLoss,
    met(id) {
      if (unsaid && owesLoss !== true) owesLoss = [...(owesLoss ?? []), id];
      void beat();
    },
    log: options.log,
  });

  function receive(text: string): void {
    const { from, news, lost, bye } = readPack(text);
    if (from === origin || closed) return;
    peers.heard(from, bye ?? false);
    if (lost === true || lost?.includes(origin)) tellLoss();
    for (const [name, payload] of news) local.publish({ name }, payload);
  }

  function turn(nowDeaf: boolean): void {
    if (nowDeaf === deaf || closed) return;
    deaf = nowDeaf;
    // Nothing was believed yet that could be wrong.
    if (!open) return;
    // What was handed over last may not have left; what was said to us since did not come.
    owesLoss = true;
    tellLoss();
    if (!deaf) void beat();
  }

  const wire = await options.wire({ received: receive, up: () => turn(false), down: () => turn(true) });
  const ignored = () => undefined;
  const spare = await options.spare?.({ received: receive, up: ignored, down: ignored });
  open = true;
  beat();
  // Those who are there answer; so nothing that is said from now on goes unsaid.
  await delay(meetMs);
  const looking = setInterval(() => deaf && tellLoss(), options.deafEveryMs ?? deafEveryMs);

  function beat(): void {
    if (open) void flush(true);
  }

  function flush(evenIfNothing = false): Promise<void> {
    flushing ??= send(evenIfNothing).finally(() => {
      flushing = null;
    });
    return flushing;
  }

  async function send(evenIfNothing: boolean, bye = false): Promise<void> {
    for (let more = evenIfNothing; more || outgoing.length > 0; ) {
      more = false;
      const by = deaf && spare ? spare : wire;
      const news = takePack(outgoing, by.maxPackBytes);
      const lost = owesLoss;
      const head = `"from":"${origin}"${lost ? `,"lost":${JSON.stringify(lost)}` : ""}${bye ? ',"bye":true' : ""}`;
      try {
        await by.send(`{${head},"news":[${news.join(",")}]}`);
        peers.said();
        if (lost === owesLoss) owesLoss = null;
        else more = true;
      } catch (err) {
        owesLoss = true;
        if (news.length > 0) options.log.warn({ err }, "news did not reach the other processes");
      }
    }
  }

  return {
    publish(topic, payload) {
      local.publish(topic, payload);
      if (topic.name === newsLost.name) {
        owesLoss = true;
        return beat();
      }
      // Who is alone in the installation has nobody to tell; who is deaf cannot know.
      if (!peers.any() && !deaf) {
        unsaid = true;
        return;
      }
      outgoing.push(encodeNews(topic, payload));
      if (outgoing.length === 1) setImmediate(flush);
    },
    subscribe: (topic, handler) => local.subscribe(topic, handler),
    up: () => !deaf,
    async close() {
      // Who goes offline with this process is told to the others, unless the way is barred.
      const farewell = async () => {
        await flushing;
        await send(true, true);
      };
      await Promise.race([farewell(), delay(closeWithinMs)]);
      closed = true;
      clearInterval(looking);
      if (telling) clearTimeout(telling);
      peers.stop();
      await local.close();
      await Promise.all([wire.close(), spare?.close()]);
    },
  };
}
