import { setTimeout as delay } from "node:timers/promises";
import { Failure, memoryCache } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { readRows, type SignedIn, until } from "@qunxin/testkit";
import { deviceOn, type OfflineDevice, online } from "./offline-device.ts";

/** Somebody who talks without a pause, at a device that reconnects by itself. */
export interface Talker extends SignedIn {
  readonly device: OfflineDevice;
}

export interface Talk {
  /** Messages acknowledged so far. */
  acknowledged(): number;
  /** Waits until each has been acknowledged another message, sent from now on. */
  goesOn(what: string): Promise<void>;
  /** Lets everybody finish; answers what was acknowledged by text, and what failed. */
  stop(): Promise<{ acknowledged: Map<string, number>; failed: string[] }>;
}

export async function talkerAt(url: string, session: SignedIn, group: ConversationId): Promise<Talker> {
  const device = deviceOn(url, session.token, memoryCache());
  await online(device);
  device.client.timelines.open(group);
  return { ...session, device };
}

/** Everybody says something ten times a second, whatever happens. */
export function startTalk(talkers: readonly Talker[], group: ConversationId, round: string): Talk {
  const acknowledged = new Map<string, number>();
  const failed: string[] = [];
  const counts = talkers.map(() => 0);
  let stopping = false;

  async function talk({ account, device: { client } }: Talker, index: number): Promise<void> {
    const underWay: Promise<void>[] = [];
    for (let n = 1; !stopping; n++) {
      const text = `${round} ${account} ${n}`;
      const clientId = client.timelines.send(group, { text, mentions: [], mentionAll: false, replyToSeq: null });
      const settled = client.timelines.sent(group, clientId).then(
        ({ seq }) => {
          acknowledged.set(text, seq);
          counts[index] = n;
        },
        (error: unknown) => void failed.push(`${text}: ${error instanceof Failure ? error.code : error}`),
      );
      underWay.push(settled);
      await delay(100);
    }
    await Promise.all(underWay);
  }

  const ends = talkers.map(talk);
  return {
    acknowledged: () => acknowledged.size,
    async goesOn(what) {
      const before = [...counts];
      const waiting = () => {
        const silent = talkers.filter((_, index) => (counts[index] ?? 0) < (before[index] ?? 0) + 2);
        return silent.length === 0 ? null : `${silent.map(({ account }) => account).join()} (${failed.join()})`;
      };
      await until(`everybody to talk on after ${what}`, waiting, { timeoutMs: 90_000 });
    },
    async stop() {
      stopping = true;
      await Promise.all(ends);
      return { acknowledged, failed };
    },
  };
}

/** What the store holds against what was acknowledged; empty when all is there once, at its seq, without a gap. */
export async function wrongsOf(
  databaseUrl: string,
  group: ConversationId,
  acknowledged: ReadonlyMap<string, number>,
): Promise<string[]> {
  const rows = await readRows<{ seq: string; text: string | null }>(
    databaseUrl,
    "select seq, body ->> 'text' as text from entries where conversation_id = $1 order by seq",
    [group],
  );
  const gaps = rows.flatMap(({ seq }, index) => (Number(seq) === index + 1 ? [] : [`seq ${seq} at ${index + 1}`]));
  const stored = new Map<string, string[]>();
  for (const { seq, text } of rows) if (text) stored.set(text, [...(stored.get(text) ?? []), seq]);
  const others = [...acknowledged].filter(([text, seq]) => stored.get(text)?.join() !== String(seq));
  return [...gaps, ...others.map(([text, seq]) => `"${text}" acknowledged at ${seq}, stored at ${stored.get(text)}`)];
}
