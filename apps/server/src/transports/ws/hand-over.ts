import { setTimeout as delay } from "node:timers/promises";
import { closeCodes } from "@qunxin/protocol";
import type { Connection } from "./connection.ts";
import type { Serving } from "./incoming.ts";

/** All are handed over in so many portions, so that the other nodes take them in one by one and not all at once. */
const portions = 20;
const portionEveryMs = 100;
/** Whose calls take longer goes all the same, and repeats them elsewhere under their keys. */
const answersWithinMs = 5_000;

/** Sends devices to other nodes, each when its calls are answered; returns when all have been sent. */
export async function handOver(servings: ReadonlyMap<Connection, Serving>): Promise<void> {
  const all = [...servings];
  const portion = Math.max(1, Math.ceil(all.length / portions));
  const leaving: Promise<void>[] = [];
  for (let at = 0; at < all.length; at += portion) {
    leaving.push(...all.slice(at, at + portion).map(leave));
    await delay(portionEveryMs);
  }
  await Promise.all(leaving);
}

async function leave([connection, serving]: [Connection, Serving]): Promise<void> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  await Promise.race([serving.idle(), delay(answersWithinMs, undefined, { signal }).catch(() => undefined)]);
  giveUp.abort();
  connection.close(closeCodes.moved);
}
